package io.cloakroom.session;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sessions of a user as one request finds, counts and ends them, whichever requests use them. */
final class PrincipalSessions {

    private final @Nullable SessionStore store;
    private final SessionEvents events;
    private final @Nullable StoreGuard guard;

    private PrincipalSessions(@Nullable SessionStore store, SessionEvents events, @Nullable StoreGuard guard) {
        this.store = store;
        this.events = events;
        this.guard = guard;
    }

    /** Returns the sessions of users in a store, which need not be able to find them. */
    static PrincipalSessions in(SessionStore store, SessionEvents events) {
        return new PrincipalSessions(store, events, null);
    }

    /** Returns what stands for sessions that no server knows. */
    static PrincipalSessions unknown(SessionEvents events) {
        return new PrincipalSessions(null, events, null);
    }

    PrincipalSessions guardedBy(StoreGuard requestGuard) {
        return new PrincipalSessions(store, events, requestGuard);
    }

    SessionEvents events() {
        return events;
    }

    /**
     * Checks that sessions can be found.
     *
     * @throws IllegalStateException if not; the message says why
     */
    PrincipalIndex requireIndex(String feature) {
        return required(PrincipalIndex.class, feature);
    }

    SessionLimit requireLimit(String feature) {
        return required(SessionLimit.class, feature);
    }

    private <T> T required(Class<T> capability, String feature) {
        if (store == null) {
            throw new IllegalStateException(
                    feature
                            + " is for sessions in a store: a sealed cookie is with its client only. notBefore ends those of a user");
        }
        if (!capability.isInstance(store)) {
            throw new IllegalStateException(feature + " needs a store that implements " + capability.getSimpleName()
                    + ", which this one does not: " + store.getClass().getName());
        }
        return capability.cast(store);
    }

    List<OwnedSession> find(String principal) {
        PrincipalIndex index = requireIndex("finding sessions");
        return guarded(SessionOperation.FIND, () -> index.findByPrincipal(principal));
    }

    boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        SessionLimit limit = requireLimit("a limit that rejects");
        return guarded(SessionOperation.RESERVE, () -> limit.reserve(principal, key, max, lifetime));
    }

    /**
     * Ends a session, wherever it is by now.
     *
     * @return the session as it was, or {@code null} if somebody else was faster
     */
    @Nullable Ended end(OwnedSession session) {
        SessionStore keeper = (SessionStore) requireIndex("ending sessions");
        StoreKey key = session.key();
        long generation = session.metadata().generation();
        while (true) {
            StoreKey where = key;
            long expected = generation;
            SessionRecord last = load(keeper, where, session);
            ChangeOutcome outcome = guarded(SessionOperation.END, () -> keeper.delete(where, expected));
            if (!(outcome instanceof ChangeOutcome.Moved moved)) {
                return outcome instanceof ChangeOutcome.Applied ? new Ended(where, last) : null;
            }
            key = moved.key();
            generation = moved.generation();
        }
    }

    /** Reads what the listeners of the session want to see, before it goes. */
    private SessionRecord load(SessionStore keeper, StoreKey key, OwnedSession session) {
        return guarded(SessionOperation.LOAD, () -> keeper.load(key)) instanceof LoadOutcome.Found found
                ? found.record()
                : new SessionRecord(session.metadata(), Map.of());
    }

    private <T> T guarded(SessionOperation operation, Supplier<T> call) {
        Supplier<T> reported = () -> reportingOutage(operation, call);
        return guard == null ? reported.get() : guard.call(reported);
    }

    private <T> T reportingOutage(SessionOperation operation, Supplier<T> call) {
        long start = System.nanoTime();
        try {
            return call.get();
        } catch (SessionStoreUnavailableException e) {
            events.unavailable(operation, Duration.ofNanos(System.nanoTime() - start));
            throw e;
        }
    }

    /** A session that was ended, and where it was. */
    record Ended(StoreKey key, SessionRecord last) {}
}
