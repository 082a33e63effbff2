package io.cloakroom.session;

import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a session that of a user, within the limit of sessions that he may have. */
final class LogIns {

    private static final Logger log = System.getLogger(LogIns.class.getName());

    /** How long a place is held for a request that has logged in and has not saved its session yet. */
    private static final Duration RESERVATION = Duration.ofMinutes(1);

    private static final String FEATURE = "maxSessionsPerPrincipal";

    private final @Nullable SessionQuota quota;
    private final PrincipalSessions sessions;

    /** @throws IllegalStateException if the store cannot do what the quota needs */
    LogIns(@Nullable SessionQuota quota, PrincipalSessions sessions) {
        this.quota = quota;
        this.sessions = sessions;
        if (quota != null && quota.rejects()) {
            sessions.requireLimit(FEATURE + " with REJECT");
        } else if (quota != null) {
            sessions.requireIndex(FEATURE);
        }
    }

    LogIns guardedBy(StoreGuard guard) {
        return new LogIns(quota, sessions.guardedBy(guard));
    }

    PrincipalSessions sessions() {
        return sessions;
    }

    /**
     * Decides on a log-in before anything is changed.
     *
     * @param newId the id that the session is going to have
     * @param hasPlace whether the session is the user's already, and keeps the place that it has
     * @return the owner that the session is going to have
     * @throws TooManySessionsException if the user may not have another session
     */
    SessionOwner admit(SessionOwner wanted, String newId, boolean hasPlace) {
        if (quota == null) {
            return wanted;
        }
        if (!quota.rejects()) {
            return newest(wanted);
        }
        StoreKey key = StoreKey.ofSessionId(newId);
        if (!hasPlace && !sessions.reserve(wanted.principal(), key, quota.max(), RESERVATION)) {
            sessions.events().logInRejected();
            throw new TooManySessionsException(quota.max());
        }
        return wanted;
    }

    /** Makes the log-in later than those that are known already: another instance's clock may be ahead of ours. */
    private SessionOwner newest(SessionOwner wanted) {
        List<OwnedSession> known = sessions.find(wanted.principal());
        if (known.isEmpty()) {
            return wanted;
        }
        Instant afterThem = known.get(0).owner().since().plusMillis(1);
        return afterThem.isBefore(wanted.since())
                ? wanted
                : new SessionOwner(wanted.principal(), afterThem, wanted.device());
    }

    /**
     * To be called when a log-in was saved. Of requests that log the user in at the same time, the one that saves last
     * sees what all have saved, and all go by the same order, so that the newest ones remain whoever ends the others.
     */
    void saved(SessionOwner owner, EndListener listener) {
        if (quota == null || quota.rejects()) {
            return;
        }
        try {
            sessions.find(owner.principal()).stream().skip(quota.max()).forEach(surplus -> {
                PrincipalSessions.Ended ended = sessions.end(surplus);
                if (ended != null) {
                    sessions.events().endedByLimit();
                    listener.ended(ended.key(), ended.last());
                }
            });
        } catch (SessionStoreUnavailableException e) {
            // the user is logged in, and the ticket of before is dead: an error would cost him his session
            log.log(Level.WARNING, "Older sessions of a user could not be ended; his next log-in will do so", e);
        }
    }
}
