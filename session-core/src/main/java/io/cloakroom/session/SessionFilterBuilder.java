package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.seal.KeyProvider;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link SessionFilter}, as {@link SessionFilter#builder} and
 * {@link SessionFilter#sealedCookie} begin. Not safe for use by several threads.
 */
public final class SessionFilterBuilder {

    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(1);
    /** A token of RFC 9110, section 5.6.2. */
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private static final Set<String> HEADERS_OF_OTHERS = Set.of("cookie", "set-cookie", "authorization", "host");

    private static final Duration MAX_BUDGET = Duration.ofMinutes(1);
    private static final int DEFAULT_MAX_SIZE = 4 * 1024 * 1024;

    private final SessionHome home;
    private @Nullable Duration idleTimeout;
    private Duration absoluteLifetime = Duration.ofHours(12);
    private @Nullable SessionCookie cookie;
    private @Nullable String header;
    private @Nullable AttributeCodec codec;
    private @Nullable List<String> packages;
    private Duration budget = Duration.ofSeconds(1);
    private double touchFraction = 0.1;
    private @Nullable Duration touchInterval;
    private List<AttributeCodec> alsoReads = List.of();
    private int maxAttributeSize = DEFAULT_MAX_SIZE;
    private int maxSessionSize = DEFAULT_MAX_SIZE;
    private @Nullable KeyProvider sealKeys;
    private UnsealedValues unsealed = UnsealedValues.REFUSE;
    private @Nullable NotBefore notBefore;
    private @Nullable SessionQuota quota;
    private InstantSource clock = InstantSource.system();
    private final Map<String, ConflictPolicy> onConflict = new HashMap<>();
    private boolean dirtyChecking = true;
    private boolean detectsLostWrites;
    private UnavailableHandler onUnavailable =
            (request, response, failure) -> response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    private final List<EventListener> listeners = new ArrayList<>();
    private boolean discoversListeners = true;
    private @Nullable Boolean expiryEvents;
    private final List<SessionEvents> events = new ArrayList<>();

    SessionFilterBuilder(SessionHome home) {
        this.home = home;
    }

    /**
     * Sets how long a session outlives its last request, unless the application sets another interval on the session
     * itself. The default is the session timeout of the web application's deployment descriptor, or 30 minutes if that
     * limits nothing.
     *
     * @param idleTimeout a second or more
     * @return this builder
     * @throws IllegalArgumentException if {@code idleTimeout} is shorter
     */
    public SessionFilterBuilder idleTimeout(Duration idleTimeout) {
        if (requireNonNull(idleTimeout, "idleTimeout").compareTo(MIN_IDLE_TIMEOUT) < 0) {
            throw new IllegalArgumentException("idleTimeout must be 1 s or more: " + idleTimeout);
        }
        this.idleTimeout = idleTimeout;
        return this;
    }

    /**
     * Sets when a session ends whatever the activity, counted from its creation. The default is 12 hours.
     *
     * @param absoluteLifetime a second or more
     * @return this builder
     * @throws IllegalArgumentException if {@code absoluteLifetime} is shorter
     */
    public SessionFilterBuilder absoluteLifetime(Duration absoluteLifetime) {
        if (requireNonNull(absoluteLifetime, "absoluteLifetime").compareTo(MIN_IDLE_TIMEOUT) < 0) {
            throw new IllegalArgumentException("absoluteLifetime must be 1 s or more: " + absoluteLifetime);
        }
        this.absoluteLifetime = absoluteLifetime;
        return this;
    }

    /**
     * Sets the cookie. The default is {@link SessionCookie#create()}, which browsers send over TLS, or to localhost,
     * only.
     *
     * @param cookie name and attributes
     * @return this builder
     */
    public SessionFilterBuilder cookie(SessionCookie cookie) {
        this.cookie = requireNonNull(cookie, "cookie");
        return this;
    }

    /**
     * Carries the ticket in a header instead of a cookie, for clients that are programs: they send what the last
     * response gave them under the same name, and forget it when the header is there and empty. Browsers do not do that
     * by themselves, so requests of other sites come without a session; scripts of other origins see the header only if
     * CORS exposes it. Cookies are not looked at then.
     *
     * @param name the name of the header in requests and responses, such as {@code X-Session-Ticket}
     * @return this builder
     * @throws IllegalArgumentException if {@code name} is no token as of RFC 9110, or the name of a header that has
     *     another meaning
     */
    public SessionFilterBuilder header(String name) {
        if (!HEADER_NAME.matcher(requireNonNull(name, "header")).matches()
                || HEADERS_OF_OTHERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "header must be a token as in X-Session-Ticket, and none with another meaning: " + name);
        }
        this.header = name;
        return this;
    }

    /**
     * Allows classes of the application in sessions, which the default codec needs: without it, only value types and
     * collections of the JDK can be stored.
     *
     * @param packages names of packages, their subpackages included: {@code com.myclothes}
     * @return this builder
     * @throws IllegalArgumentException if a name is not the name of a package; thrown by {@link #build()}
     */
    public SessionFilterBuilder allowPackages(String... packages) {
        this.packages = List.of(packages);
        return this;
    }

    /**
     * Sets how attribute values become bytes. The default is {@link AttributeCodec#javaSerialization}.
     *
     * @param codec the codec
     * @return this builder
     */
    public SessionFilterBuilder codec(AttributeCodec codec) {
        this.codec = requireNonNull(codec, "codec");
        return this;
    }

    /**
     * Reads also what other codecs have written; written values are those of {@link #codec}. To change the codec of a
     * running fleet, let every instance read the new one first.
     *
     * @param codecs the codecs, each with an id of its own
     * @return this builder
     */
    public SessionFilterBuilder alsoReads(AttributeCodec... codecs) {
        this.alsoReads = List.of(codecs);
        return this;
    }

    /**
     * Sets what happens when two requests change the same attribute at the same time. The default for every attribute
     * is {@link ConflictPolicy#lastWriteWins()}. All instances should agree on it.
     *
     * @param attributeName the name of the attribute
     * @param policy the policy; replaces one that was set before
     * @return this builder
     */
    public SessionFilterBuilder onConflict(String attributeName, ConflictPolicy policy) {
        onConflict.put(requireNonNull(attributeName, "attributeName"), requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * Sets how large one encoded attribute may be. {@code setAttribute} refuses a larger one with
     * {@link SessionTooLargeException}; an object that has grown in place fails when the session is saved. The default
     * is 4 MiB.
     *
     * @param bytes 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code bytes} is less
     */
    public SessionFilterBuilder maxAttributeSize(int bytes) {
        this.maxAttributeSize = requirePositive(bytes, "maxAttributeSize");
        return this;
    }

    /**
     * Sets how large all encoded attributes of a session may be together. Saving a larger one fails with
     * {@link SessionTooLargeException}, before the response is committed; the session stays as it was. The default is 4
     * MiB.
     *
     * @param bytes 1 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code bytes} is less
     */
    public SessionFilterBuilder maxSessionSize(int bytes) {
        this.maxSessionSize = requirePositive(bytes, "maxSessionSize");
        return this;
    }

    /**
     * Seals attribute values with AES-256-GCM before they go to the store: whoever reads the store learns sizes and
     * names, and whoever writes to it can plant, alter or move no value. The default is not to. A session that is not
     * sealed counts as none; for a running fleet there is {@link #seal(KeyProvider, UnsealedValues)}.
     *
     * @param keys the keys; all instances need the same
     * @return this builder
     */
    public SessionFilterBuilder seal(KeyProvider keys) {
        return seal(keys, UnsealedValues.REFUSE);
    }

    /**
     * Seals attribute values, or prepares for it.
     *
     * @param keys the keys; all instances need the same
     * @param unsealed what to do with values that are not sealed, and whether to seal yet
     * @return this builder
     */
    public SessionFilterBuilder seal(KeyProvider keys, UnsealedValues unsealed) {
        this.sealKeys = requireNonNull(keys, "keys");
        this.unsealed = requireNonNull(unsealed, "unsealed");
        return this;
    }

    /**
     * Sets whether a value that {@code getAttribute} returned, and that was changed in place, is saved without a call
     * of {@code setAttribute}. The default is that it is, which costs one encoding, and no round trip, of each
     * attribute that a request reads.
     *
     * @param dirtyChecking {@code false} if the application sets every attribute that it has changed, as the Servlet
     *     specification wants of distributable applications
     * @return this builder
     */
    public SessionFilterBuilder dirtyChecking(boolean dirtyChecking) {
        this.dirtyChecking = dirtyChecking;
        return this;
    }

    /**
     * Sets whether the ticket carries the version of the session that the client was last told to be saved, so that a
     * load can tell that the store has lost acknowledged writes, as a fail-over of asynchronous replication may:
     * {@link SessionEvents#lostWrites} and the meter {@code cloakroom.session.writes.lost}. The session goes on in the
     * version that the store has; lost writes that as many new ones have followed before the client comes back go
     * unnoticed. The default is {@code false}, because each response that has saved something then sets the cookie.
     * Tickets of either kind are understood. A sealed cookie has nothing to lose.
     *
     * @param detectLostWrites whether to look for lost writes
     * @return this builder
     */
    public SessionFilterBuilder detectLostWrites(boolean detectLostWrites) {
        this.detectsLostWrites = detectLostWrites;
        return this;
    }

    /**
     * Sets how long a request may spend on trying again what other requests or the store got in the way of. The default
     * is 1 second. An outage of the store that is shorter goes unnoticed; after a longer one requests get {@code 503},
     * at once when several in a row have met it.
     *
     * <p>A try of the store is not cut short: the store's own timeout should be at most half the budget, so that a
     * request that loads and saves ends within it.
     *
     * @param budget more than zero, at most a minute
     * @return this builder
     * @throws IllegalArgumentException if {@code budget} is out of that range
     */
    public SessionFilterBuilder budget(Duration budget) {
        requireNonNull(budget, "budget");
        if (budget.isZero() || budget.isNegative() || budget.compareTo(MAX_BUDGET) > 0) {
            throw new IllegalArgumentException("budget must be more than 0 and at most 1 min: " + budget);
        }
        this.budget = budget;
        return this;
    }

    /**
     * Sets who answers when the store is down and the response is not committed. The default is {@code sendError(503)},
     * which shows the error page that the container has for it.
     *
     * @param onUnavailable answers; {@code Retry-After} is set already
     * @return this builder
     */
    public SessionFilterBuilder onUnavailable(UnavailableHandler onUnavailable) {
        this.onUnavailable = requireNonNull(onUnavailable, "onUnavailable");
        return this;
    }

    /**
     * Sets how old the stored last access may get before a read-only request writes it, as a share of the session's
     * idle time. The default is 0.1. A session lives up to that much longer than its idle time says, never shorter, and
     * {@code getLastAccessedTime} is that exact.
     *
     * @param fractionOfIdleTime 0 (each request writes) to 0.5
     * @return this builder
     * @throws IllegalArgumentException if {@code fractionOfIdleTime} is out of that range
     */
    public SessionFilterBuilder touchEvery(double fractionOfIdleTime) {
        if (!(fractionOfIdleTime >= 0 && fractionOfIdleTime <= 0.5)) {
            throw new IllegalArgumentException("touchEvery must be 0 to 0.5: " + fractionOfIdleTime);
        }
        this.touchFraction = fractionOfIdleTime;
        this.touchInterval = null;
        return this;
    }

    /**
     * Sets how old the stored last access may get before a read-only request writes it, for all sessions alike.
     *
     * @param interval zero (each request writes) or more; counts at most as a session's idle time
     * @return this builder
     * @throws IllegalArgumentException if {@code interval} is negative
     * @see #touchEvery(double)
     */
    public SessionFilterBuilder touchEvery(Duration interval) {
        if (requireNonNull(interval, "interval").isNegative()) {
            throw new IllegalArgumentException("touchEvery must be 0 or more: " + interval);
        }
        this.touchInterval = interval;
        return this;
    }

    /**
     * Sets from when on the sessions of a user count. The default ends none. It is for sealed cookies only: a session
     * in a store is ended there.
     *
     * @param notBefore tells the moment for each user
     * @return this builder
     */
    public SessionFilterBuilder notBefore(NotBefore notBefore) {
        this.notBefore = requireNonNull(notBefore, "notBefore");
        return this;
    }

    /**
     * Sets how many sessions a user may have at once, counted over all instances, from {@link Sessions#logIn} on. The
     * default is any number.
     *
     * <p>Two log-ins at the same moment do not exceed the limit. With {@link SessionLimitPolicy#END_OLDEST} that holds
     * from the moment on at which the responses of the log-ins have begun; if the store fails in between, an older
     * session lives on until the user's next log-in. With {@link SessionLimitPolicy#REJECT} it holds always, but for
     * requests that go on for more than a minute between the log-in and the beginning of their response.
     *
     * @param max 1 or more
     * @param policy what happens at the log-in that would be one too many. {@code END_OLDEST} needs a store that
     *     implements {@link io.cloakroom.session.store.PrincipalIndex}, {@code REJECT} one that implements
     *     {@link io.cloakroom.session.store.SessionLimit}
     * @return this builder
     * @throws IllegalArgumentException if {@code max} is less than 1
     */
    public SessionFilterBuilder maxSessionsPerPrincipal(int max, SessionLimitPolicy policy) {
        this.quota = new SessionQuota(max, requireNonNull(policy, "policy"));
        return this;
    }

    /**
     * Sets what tells the time. The default is the system's clock; instances should agree to a few seconds.
     *
     * @param clock the clock
     * @return this builder
     */
    public SessionFilterBuilder clock(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Adds listeners, to be told in the order in which they are added, before those that the filter finds by itself
     * ({@link #discoverListeners}). A listener that throws is logged and does no harm.
     *
     * <ul>
     *   <li>{@code sessionCreated} comes before the application gets the session, {@code sessionDestroyed} before its
     *       attributes go, in reverse order, on the instance that ends the session, once. A session that has no
     *       attribute when its request ends is not stored: it is destroyed then. A session that expires is told if
     *       {@link #expiryEvents} says so.
     *   <li>Attribute events come when the session has the new value, with the old one for a replaced or removed
     *       attribute; after {@code sessionDestroyed} for each that is left.
     *   <li>{@code sessionIdChanged} comes when the session has the new id.
     * </ul>
     *
     * <p>Attribute values that implement {@code HttpSessionBindingListener} or {@code HttpSessionActivationListener}
     * need not be added anywhere. Each request works on its own copy of a value: one copy is told that it is bound, a
     * later one that it is unbound. A copy is activated when it was decoded and passivated before it is encoded,
     * activated again if the request goes on.
     *
     * @param listeners each an {@code HttpSessionListener}, {@code HttpSessionAttributeListener} or
     *     {@code HttpSessionIdListener}, or several of these
     * @return this builder
     * @throws IllegalArgumentException if a listener is none of these
     */
    public SessionFilterBuilder listener(EventListener... listeners) {
        for (EventListener listener : listeners) {
            this.listeners.add(Sessions.requireListener(listener));
        }
        return this;
    }

    /**
     * Sets whether the filter looks for the session listeners that the web application declares: by {@code <listener>}
     * in its {@code web.xml}, in that order, then by {@code @WebListener}, if the container looks for annotations. The
     * default is {@code true}.
     *
     * <p>A container tells nobody of its listeners, so the filter makes another instance of each class that it finds,
     * unless the builder was given one. It leaves out, with a warning, a class that listens to the context or to
     * requests as well, because the container tells only its own instance of those: such a listener calls
     * {@link Sessions#addListener} when the context is initialized. Neither those that are registered with
     * {@code ServletContext.addListener} nor those of {@code web-fragment.xml} can be found: add them to this builder
     * or by {@link Sessions#addListener}.
     *
     * @param discoverListeners whether to look for listeners
     * @return this builder
     */
    public SessionFilterBuilder discoverListeners(boolean discoverListeners) {
        this.discoversListeners = discoverListeners;
        return this;
    }

    /**
     * Sets whether session listeners hear of sessions that expire: each one on one instance of the fleet, from the
     * start of the filter to its end, in a thread of the store. They get a session that can be read and whose
     * {@code getId()} is the text of its store key; an attribute that cannot be decoded looks absent. An instance that
     * is killed in the middle takes the event with it.
     *
     * <p>The default is to tell them if the store implements {@link io.cloakroom.session.store.ExpiryEvents} and the
     * application has an {@code HttpSessionListener} or {@code HttpSessionAttributeListener}: to look for expired
     * sessions costs the store something even if nobody uses it. Say {@code true} if there are only attribute values
     * that want to know that they are unbound.
     *
     * @param expiryEvents whether to tell; {@code true} needs a store that implements {@code ExpiryEvents}
     * @return this builder
     */
    public SessionFilterBuilder expiryEvents(boolean expiryEvents) {
        this.expiryEvents = expiryEvents;
        return this;
    }

    /**
     * Adds somebody who hears what the filter does, for metrics and alarms; meters of Micrometer are
     * {@link io.cloakroom.session.micrometer.SessionMeters}.
     *
     * @param events hears of everything from now on, after those that were added before
     * @return this builder
     */
    public SessionFilterBuilder events(SessionEvents events) {
        this.events.add(requireNonNull(events, "events"));
        return this;
    }

    /**
     * Returns the filter.
     *
     * @return a new filter
     * @throws IllegalArgumentException if a codec has an id outside of 1 to 127 or that of another, or an allowed
     *     package is none
     * @throws IllegalStateException if the idle timeout is longer than the absolute lifetime, both a codec and allowed
     *     packages are given, {@code notBefore} is given for sessions in a store, {@code seal} or a header for a sealed
     *     cookie, or both a cookie and a header
     */
    public SessionFilter build() {
        if (idleTimeout != null && idleTimeout.compareTo(absoluteLifetime) > 0) {
            throw new IllegalStateException(
                    "idleTimeout must be at most absoluteLifetime (" + absoluteLifetime + "): " + idleTimeout);
        }
        SizeLimits limits = new SizeLimits(maxAttributeSize, maxSessionSize);
        SessionEvents reports = new GuardedEvents(events);
        SessionSettings settings = new SessionSettings(
                new ReportingRepository(withVersions(repository(), reports), reports),
                transport(),
                new CodecChoice(codec, packages, alsoReads).format(limits, reports),
                new AttributePolicies(onConflict, dirtyChecking),
                new ExpiryPolicy(idleTimeout, absoluteLifetime, touchFraction, touchInterval),
                limits,
                budget,
                new CircuitBreaker(budget),
                onUnavailable,
                clock,
                SessionListeners.of(listeners),
                new LogIns(quota, home.principals(reports)),
                reports);
        return new SessionFilter(settings, discoversListeners, home.expiryWatch(expiryEvents));
    }

    private SessionRepository repository() {
        return home.repository(new SessionHome.Settings(sealKeys, unsealed, notBefore, chosenCookie(), header, clock));
    }

    private SessionCookie chosenCookie() {
        return cookie == null ? SessionCookie.create() : cookie;
    }

    private TicketTransport transport() {
        if (header == null) {
            return new TicketTransport.InCookie(chosenCookie());
        }
        if (cookie != null) {
            throw new IllegalStateException("a ticket travels either in a cookie or in a header: give one of the two");
        }
        return new TicketTransport.InHeader(header);
    }

    private SessionRepository withVersions(SessionRepository sessions, SessionEvents reports) {
        return sessions.isKnownToClientOnly() ? sessions : new VersionedTickets(sessions, reports, detectsLostWrites);
    }

    private static int requirePositive(int bytes, String name) {
        if (bytes < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + bytes);
        }
        return bytes;
    }
}
