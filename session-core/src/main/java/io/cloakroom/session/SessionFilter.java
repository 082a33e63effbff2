package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * A servlet filter that gives requests sessions from a {@link SessionStore} instead of the container's: any instance
 * can answer any request, and an instance that dies takes no session with it.
 *
 * <pre>{@code
 * SessionFilter.create(store).addTo(servletContext);
 * }</pre>
 *
 * <p>The application keeps using {@code HttpSession}. What differs from a container's sessions:
 *
 * <ul>
 *   <li>Attribute values are encoded: other instances, and later requests, see copies. A value that cannot be encoded
 *       is refused by {@code setAttribute}.
 *   <li>A session without attributes is not stored and sets no cookie.
 *   <li>Changes are saved, one round trip for all of them, before the first byte of the response leaves; what is
 *       changed later is saved when the request ends. If the store fails before that first byte, the client gets an
 *       error: {@code 503} with {@code Retry-After} if the store does not answer. Its cookie is left alone then.
 *   <li>Requests that change different attributes of a session at the same time do not disturb each other. Of two that
 *       change the same one, the later wins, unless the attribute has another {@link ConflictPolicy} or they use
 *       {@link Sessions#update}.
 *   <li>Requests that do not touch the session do not reach the store.
 * </ul>
 *
 * <p>Safe for use by many threads; for one web application. The store stays open when the filter is destroyed: whoever
 * made it closes it.
 */
public final class SessionFilter implements Filter {

    private final SessionSettings built;
    private final boolean discoversListeners;
    private final ExpiryWatch expiryWatch;

    /** What was built, and the listeners of the context that the filter was started in. */
    private volatile SessionSettings settings;

    /** Where the filter was started. */
    private volatile @Nullable ServletContext context;

    SessionFilter(SessionSettings built, boolean discoversListeners, ExpiryWatch expiryWatch) {
        this.built = built;
        this.discoversListeners = discoversListeners;
        this.expiryWatch = expiryWatch;
        this.settings = built;
    }

    /**
     * Returns a filter with all defaults.
     *
     * @param store keeps the sessions
     * @return a new filter
     */
    public static SessionFilter create(SessionStore store) {
        return builder(store).build();
    }

    /**
     * Returns a builder for what is not the default.
     *
     * @param store keeps the sessions
     * @return a new builder
     */
    public static SessionFilterBuilder builder(SessionStore store) {
        requireNonNull(store, "store");
        return new SessionFilterBuilder(new SessionHome.Store(store));
    }

    /**
     * Returns a builder for sessions that live in their cookie, compressed and sealed with AES-256-GCM: no store, no
     * round trip, nothing to fail over. The client cannot read or change the session; altered, expired and foreign
     * cookies count as none.
     *
     * <p>Fit for small sessions of little worth to a replaying user: a cart, a language, who is logged in. What it
     * costs:
     *
     * <ul>
     *   <li><b>4096 bytes</b> is all that browsers keep, name and attributes of the cookie included: about 2,700 bytes
     *       of compressed values. A larger session fails with {@link SessionTooLargeException} when it is saved, before
     *       the response is committed; the session stays as it was. Every request carries the cookie.
     *   <li><b>The last answer wins.</b> Of two requests at the same time, the one whose answer comes last overwrites
     *       all changes of the other. {@link Sessions#update} cannot help: there is nothing that both see.
     *   <li><b>Nothing can be deleted.</b> {@code invalidate} and {@code changeSessionId} tell the browser to forget
     *       the old cookie, but whoever has a copy can use it until it expires, and a user can go back to an older
     *       state: keep no balances and no used-up vouchers in it. {@link SessionFilterBuilder#notBefore} ends the
     *       sessions of a user, and a key that is dropped from the ring all that it has sealed.
     *   <li><b>Late changes are refused.</b> Once the response is committed, the client can no longer be told: changing
     *       the session throws {@code IllegalStateException} then.
     *   <li><b>The size shows.</b> Sealing hides what is in the session, not how long it is after compression. Do not
     *       keep a secret next to text that a stranger can choose and vary.
     * </ul>
     *
     * <pre>{@code
     * SessionFilter.sealedCookie(KeyRing.of(SealingKey.ofBase64(1, key))).build().addTo(servletContext);
     * }</pre>
     *
     * @param keys the keys; all instances need the same
     * @return a new builder
     */
    public static SessionFilterBuilder sealedCookie(KeyProvider keys) {
        requireNonNull(keys, "keys");
        return new SessionFilterBuilder(new SessionHome.SealedCookie(keys));
    }

    /**
     * Registers this filter in front of all filters that were registered before: for every path and every kind of
     * dispatch, asynchronous requests included. Whoever registers it by other means should do the same.
     *
     * @param context a context that is starting
     * @throws IllegalStateException if the context has started, or a filter of this class is registered there
     */
    public void addTo(ServletContext context) {
        FilterRegistration.@Nullable Dynamic registration = context.addFilter(SessionFilter.class.getName(), this);
        if (registration == null) {
            throw new IllegalStateException("the context has a SessionFilter already");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    /**
     * Returns what lists and ends the sessions of users. It can be used before the filter is started, and outside of
     * any container; session listeners are told by a filter that was started.
     *
     * @return the administration of the sessions in this filter's store
     * @throws IllegalStateException if the store does not implement {@link io.cloakroom.session.store.PrincipalIndex},
     *     or there is none because sessions live in their cookies
     */
    public SessionAdministration administration() {
        built.logIns().sessions().requireIndex("administration");
        return new SessionAdministration(this);
    }

    SessionSettings settings() {
        return settings;
    }

    /** Tells the listeners that a session was ended from outside. */
    void tellOfEnd(StoreKey key, SessionRecord last) {
        ServletContext started = context;
        if (started != null) {
            EndedSession.tell(key, last, settings, started);
        }
    }

    /**
     * Finds the session listeners of the web application, see {@link SessionFilterBuilder#discoverListeners}, and
     * begins to tell them of expired sessions, see {@link SessionFilterBuilder#expiryEvents}.
     *
     * @param config tells the context
     * @throws ServletException if {@code web.xml} cannot be read, or a listener that it names cannot be made
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        ServletContext starting = config.getServletContext();
        ContextListeners ofContext = ContextListeners.of(starting);
        SessionListeners listeners = built.listeners().and(ofContext.added());
        settings = built.with(discoversListeners ? listeners.and(ofContext.declared(starting, listeners)) : listeners);
        context = starting;
        expiryWatch.begin(settings, starting);
    }

    /** Ends what tells of expired sessions. The store stays open. */
    @Override
    public void destroy() {
        expiryWatch.end();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (SessionRequest.isInside(request)) {
            chain.doFilter(request, response);
            endDispatch(http);
        } else {
            new FilteredRequest(settings, http, answer).run(chain);
        }
    }

    /** Ends what runs inside a request that the filter has wrapped before. An include ends nothing. */
    private static void endDispatch(HttpServletRequest request) {
        DispatcherType type = request.getDispatcherType();
        if (type == DispatcherType.FORWARD) {
            // the container finishes the response before it returns to whoever forwarded
            SessionExchange.of(request).beforeEnd();
        } else if (type == DispatcherType.ASYNC && !request.isAsyncStarted()) {
            SessionExchange.of(request).finish();
        }
    }
}
