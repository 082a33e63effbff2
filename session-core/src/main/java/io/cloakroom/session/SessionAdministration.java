package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.PrincipalSessions.Ended;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.ServletRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists and ends the sessions of users, on whichever instance they are used: "your devices", "log out everywhere".
 *
 * <pre>{@code
 * SessionAdministration sessions = filter.administration();
 * List<UserSession> devices = sessions.find("anna");
 * sessions.endAll("anna");
 * }</pre>
 *
 * <p>It knows the sessions of those who were logged in with {@link Sessions#logIn}. A session that is ended is over for
 * every instance when the call returns: the next request with its ticket finds none, and one that is under way cannot
 * save it back. The session listeners of the instance that ends a session are told, with a session whose
 * {@code getId()} is the text of its store key.
 *
 * <p>Finding costs one call of the store, ending two for each session. Safe for use by many threads. Every method
 * throws {@link io.cloakroom.session.store.SessionStoreUnavailableException} if the store does not answer; some
 * sessions may have been ended then.
 */
public final class SessionAdministration {

    private final SessionFilter filter;

    SessionAdministration(SessionFilter filter) {
        this.filter = filter;
    }

    /**
     * Finds the live sessions of a user: all whose log-in was saved, which is when the response of the log-in begins.
     *
     * @param principal the name that was given to {@link Sessions#logIn}
     * @return the sessions, the newest log-in first; none of them {@linkplain UserSession#current() current}
     */
    public List<UserSession> find(String principal) {
        return listed(found(principal), null);
    }

    /**
     * Finds the live sessions of the user whose session a request has.
     *
     * @param request a request that has passed the {@link SessionFilter}
     * @return the sessions, the newest log-in first, the request's own marked as {@linkplain UserSession#current()
     *     current}; none if nobody is logged in
     * @throws IllegalStateException if the request has not passed a {@link SessionFilter}
     */
    public List<UserSession> findOwn(ServletRequest request) {
        OwnedSession own = own(request);
        return own == null ? List.of() : listed(found(own.owner().principal()), own.key());
    }

    /**
     * Ends one session of a user.
     *
     * @param principal the name of the user: with a handle that came from a client, the one who is logged in there, so
     *     that nobody ends the session of another
     * @param handle the handle of the session; any text may be given
     * @return whether the user had that session and this call has ended it
     */
    public boolean end(String principal, String handle) {
        requireNonNull(handle, "handle");
        return end(principal, session -> handle(session.key()).equals(handle)) > 0;
    }

    /**
     * Ends all sessions of a user that were saved before the call, one that changes its id meanwhile included.
     *
     * @param principal the name of the user
     * @return how many this call has ended
     */
    public int endAll(String principal) {
        return end(principal, session -> true);
    }

    /**
     * Ends all sessions of the user whose session a request has, but for this one: after a change of the password.
     *
     * @param request a request that has passed the {@link SessionFilter}
     * @return how many this call has ended; 0 if nobody is logged in
     * @throws IllegalStateException if the request has not passed a {@link SessionFilter}
     */
    public int endAllOthers(ServletRequest request) {
        OwnedSession own = own(request);
        return own == null
                ? 0
                : end(own.owner().principal(), session -> !session.key().equals(own.key()));
    }

    private List<OwnedSession> found(String principal) {
        requireNonNull(principal, "principal");
        return filter.settings().forRequest().logIns().sessions().find(principal);
    }

    private int end(String principal, Predicate<OwnedSession> which) {
        requireNonNull(principal, "principal");
        PrincipalSessions sessions = filter.settings().forRequest().logIns().sessions();
        int ended = 0;
        for (OwnedSession session : sessions.find(principal)) {
            Ended end = which.test(session) ? sessions.end(session) : null;
            if (end != null) {
                ended++;
                sessions.events().endedByAdministration();
                filter.tellOfEnd(end.key(), end.last());
            }
        }
        return ended;
    }

    private static @Nullable OwnedSession own(ServletRequest request) {
        RequestSession session =
                SessionExchange.of(requireNonNull(request, "request")).session();
        return session == null ? null : session.session().owned();
    }

    private static List<UserSession> listed(List<OwnedSession> found, @Nullable StoreKey own) {
        return found.stream()
                .map(session -> listed(session, session.key().equals(own)))
                .toList();
    }

    private static UserSession listed(OwnedSession session, boolean current) {
        SessionOwner owner = session.owner();
        return new UserSession(
                handle(session.key()),
                owner.device(),
                owner.since(),
                session.metadata().lastAccessedAt(),
                session.metadata().expiresAt(),
                current);
    }

    /** Whoever sees a handle learns nothing of the keys in the store. */
    private static String handle(StoreKey key) {
        return StoreKey.ofSessionId("handle of " + key.value()).value();
    }
}
