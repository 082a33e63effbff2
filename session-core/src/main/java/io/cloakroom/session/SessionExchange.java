package io.cloakroom.session;

import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request and its session, from the first entry into the filter to the end of the last dispatch. It is an attribute
 * of the request, so that every wrapper and every dispatch of it finds the same session.
 */
final class SessionExchange {

    private static final String ATTRIBUTE = SessionExchange.class.getName();

    /*
     * Its charge is which session the request has. Held during the one load of the request: another thread of the same
     * request that asks for the session meanwhile has nothing else to wait for.
     */
    private final ReentrantLock finding = new ReentrantLock();

    private final SessionSettings settings;
    private final HttpServletRequest request;
    private final ServletContext context;
    private final PresentedTickets presented;
    private final Instant startedAt;
    private volatile HttpServletResponse response;
    private volatile TicketHeader header;
    private volatile @Nullable RequestSession current;
    private volatile PresentedTickets.@Nullable Found found;
    private volatile boolean presentedEnded;
    private volatile boolean abandoned;
    private boolean lookedUp;
    private @Nullable SessionStoreUnavailableException unavailable;

    private SessionExchange(SessionSettings settings, HttpServletRequest request, HttpServletResponse response) {
        this.settings = settings.forRequest();
        this.request = request;
        this.context = request.getServletContext();
        this.presented = settings.transport().presentedIn(request);
        this.startedAt = settings.now();
        this.response = response;
        this.header = new TicketHeader(response, settings.transport());
    }

    static SessionExchange of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof SessionExchange exchange) {
            return exchange;
        }
        throw new IllegalStateException("the request has not passed a SessionFilter: map one to its path and dispatch");
    }

    /** Returns the exchange of a request, a new one if the request is seen for the first time. */
    static SessionExchange begin(SessionSettings settings, HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ATTRIBUTE) instanceof SessionExchange exchange) {
            exchange.continueOn(response);
            return exchange;
        }
        SessionExchange exchange = new SessionExchange(settings, request, response);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    /** An error dispatch starts with a response that the container may have reset, the ticket included. */
    private void continueOn(HttpServletResponse next) {
        response = next;
        header = new TicketHeader(next, settings.transport());
        RequestSession session = current;
        if (session != null) {
            session.session().attributes().resume();
        }
        announceTicket();
    }

    /** Returns the response as the filter got it. */
    HttpServletResponse response() {
        return response;
    }

    /** Lets the application answer instead of the container that the store is down. */
    void handleUnavailable(SessionStoreUnavailableException failure) throws IOException, ServletException {
        SessionResponse wrapped = new SessionResponse(response, this);
        settings.onUnavailable().handle(new SessionRequest(request, this, wrapped), wrapped, failure);
    }

    ServletContext servletContext() {
        return context;
    }

    /** Returns the session, or {@code null} if the client has none and the request has not created one. */
    @Nullable RequestSession session() {
        finding.lock();
        try {
            RequestSession session = current;
            if (session == null || !session.session().isValid()) {
                session = presentedSession();
                current = session;
            }
            return session;
        } finally {
            finding.unlock();
        }
    }

    RequestSession sessionOrNew() {
        return foundOrNew().announce();
    }

    private RequestSession foundOrNew() {
        finding.lock();
        try {
            RequestSession session = session();
            return session != null ? session : newSession();
        } finally {
            finding.unlock();
        }
    }

    private RequestSession newSession() {
        requireUncommitted();
        Duration interval = settings.expiry().initialInterval(context.getSessionTimeout());
        RequestSession session = new RequestSession(
                this, LiveSession.fresh(settings, classLoader(), startedAt, interval), settings.listeners());
        current = session;
        return session;
    }

    /** Looks at the store once a request, also if it did not answer: a budget is not to be spent twice. */
    private @Nullable RequestSession presentedSession() {
        if (unavailable != null && abandoned) {
            return null;
        }
        if (unavailable != null) {
            throw new SessionStoreUnavailableException(
                    "The session store did not answer this request before", unavailable);
        }
        if (lookedUp) {
            return null;
        }
        try {
            found = presented.find(settings.repository());
        } catch (SessionStoreUnavailableException e) {
            unavailable = e;
            throw e;
        }
        lookedUp = true;
        PresentedTickets.Found there = found;
        return there == null
                ? null
                : new RequestSession(
                        this, LiveSession.loaded(settings, classLoader(), startedAt, there), settings.listeners());
    }

    private ClassLoader classLoader() {
        return ListenerClasses.classLoader(context);
    }

    <T> T update(String name, Class<T> type, Supplier<? extends T> initial, UnaryOperator<T> change) {
        RequestSession session = sessionOrNew();
        SessionAttributes attributes = session.session().attributes();
        Object before = settings.listeners().wantAttributes() ? attributes.get(name) : attributes.held(name);
        T updated = update(session.session(), name, type, initial, change);
        settings.listeners().binding(session, name, before, updated);
        settings.listeners().changed(session, name, before, updated);
        return updated;
    }

    private <T> T update(
            LiveSession live, String name, Class<T> type, Supplier<? extends T> initial, UnaryOperator<T> change) {
        AtomicUpdate<T> update = new AtomicUpdate<>(live, name, type, initial, change);
        requireClientCanLearn();
        if (!live.isStored() && !live.isKept()) {
            requireUncommitted();
        }
        boolean shared = live.isStored() || (live.isKept() && response.isCommitted());
        T updated = shared ? update.run(settings) : update.runLocally();
        announceTicket();
        return updated;
    }

    String changeSessionId() {
        RequestSession session = session();
        if (session == null) {
            throw new IllegalStateException("there is no session whose id could be changed");
        }
        requireUncommitted();
        String oldId = session.getId();
        session.session().changeId();
        announceTicket();
        settings.listeners().idChanged(session, oldId);
        return session.getId();
    }

    /** Nothing is changed if the user is not let in. */
    void logIn(String principal, String device) {
        requireUncommitted();
        RequestSession present = session();
        Ownership before =
                present == null ? new Ownership(null) : present.session().ownership();
        if (before.isOf(principal) && before.isLoggingIn()) {
            return;
        }
        String newId = settings.repository().newId();
        SessionOwner wanted = new SessionOwner(principal, settings.now(), device);
        SessionOwner owner = settings.logIns().admit(wanted, newId, before.isOf(principal));
        if (present != null && before.isOfAnotherThan(principal)) {
            // what one user has put into a session is not for the next one
            present.invalidate();
            present = null;
        }
        RequestSession session = sessionOrNew();
        String oldId = session.getId();
        session.session().logIn(owner, newId);
        announceTicket();
        if (present != null) {
            settings.listeners().idChanged(session, oldId);
        }
    }

    /** To be called when the application has ended the session. */
    void invalidated(LiveSession session) {
        presentedEnded = presentedEnded || !session.isNew();
        announceTicket();
    }

    @Nullable String requestedSessionId() {
        if (settings.repository().isKnownToClientOnly()) {
            // the ticket would tell, but it is no id; opening it costs no I/O
            session();
        }
        PresentedTickets.Found there = found;
        return there != null ? there.origin().sessionId() : presented.first();
    }

    boolean isRequestedSessionIdFromCookie() {
        return settings.transport() instanceof TicketTransport.InCookie && requestedSessionId() != null;
    }

    boolean isRequestedSessionIdValid() {
        if (presented.first() == null) {
            return false;
        }
        RequestSession session = session();
        return session != null && !session.session().isNew();
    }

    void requireUncommitted() {
        if (response.isCommitted()) {
            throw new IllegalStateException(
                    "the response is committed: the client can no longer be told its session id");
        }
    }

    /** To be called before a session is changed that was, or may have been, sent to the client. */
    void requireClientCanLearn() {
        if (!canClientLearn()) {
            throw tooLateForTheClient();
        }
    }

    private boolean canClientLearn() {
        return !response.isCommitted() || !settings.repository().isKnownToClientOnly();
    }

    private static IllegalStateException tooLateForTheClient() {
        return new IllegalStateException(
                "the response is committed: a sealed session lives in its cookie, which can no longer be sent."
                        + " Change the session before the response is flushed or its buffer is full");
    }

    /** Puts the ticket on the response as soon as it is known: some containers forbid it later. */
    void announceTicket() {
        header.show(headerValue());
    }

    /** To be called whenever the response may be about to be committed. Does nothing once it is. */
    void beforeCommit() {
        if (!response.isCommitted()) {
            save();
        }
    }

    /**
     * To be called before the last byte of the response leaves: a client that has it all may ask the next instance, so
     * what was changed since the response was committed is saved first. What the client can no longer be told is left
     * to the end of the request, which complains.
     */
    void beforeEnd() {
        if (canClientLearn()) {
            save();
        }
    }

    /** To be called when a dispatch ends: saves also what was changed after the response was committed. */
    void finish() {
        RequestSession session = current;
        if (session != null) {
            session.session().attributes().rest();
        }
        save();
        if (session != null) {
            session.drop();
        }
    }

    private void save() {
        RequestSession session = current;
        if (session != null && !abandoned) {
            if (!canClientLearn() && session.session().hasChanges()) {
                // found only now: an object that was changed in place
                throw tooLateForTheClient();
            }
            session.session().save();
            SessionOwner loggedIn = session.session().takeSavedLogIn();
            if (loggedIn != null) {
                settings.logIns().saved(loggedIn, (key, last) -> EndedSession.tell(key, last, settings, context));
            }
        }
        announceTicket();
    }

    /**
     * Stops saving, because the client is about to hear of a failed save: what the error page does is not to fail for
     * the same reason, and a ticket that the client has is to stay. A session that could not be loaded is absent from
     * then on, for error pages often ask for one without need.
     */
    void abandon() {
        abandoned = true;
        announceTicket();
    }

    private @Nullable String headerValue() {
        if (abandoned) {
            return null;
        }
        RequestSession session = current;
        PresentedTickets.Found there = found;
        String ticket = session == null ? null : session.session().ticket();
        if (ticket != null) {
            boolean held = there != null && ticket.equals(there.ticket());
            return held ? null : settings.transport().announcing(ticket);
        }
        return presentedEnded ? settings.transport().ending() : null;
    }
}
