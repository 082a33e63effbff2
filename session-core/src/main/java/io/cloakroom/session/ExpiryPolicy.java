package io.cloakroom.session;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionMetadata;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When sessions end, and how often their last access is written. A read-only request writes it only if what is stored
 * is older than the touch interval; a session therefore lives that much longer than its idle timeout says, never
 * shorter.
 *
 * @param idleTimeout {@code null}: what the web application's deployment descriptor says
 * @param touchFraction the touch interval as a share of the idle time; counts if {@code touchInterval} is {@code null}
 */
record ExpiryPolicy(
        @Nullable Duration idleTimeout,
        Duration absoluteLifetime,
        double touchFraction,
        @Nullable Duration touchInterval) {

    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(30);

    /** Returns the interval of a new session. A context that limits nothing gets our default, not eternal sessions. */
    Duration initialInterval(int contextTimeoutMinutes) {
        if (idleTimeout != null) {
            return idleTimeout;
        }
        return contextTimeoutMinutes > 0 ? Duration.ofMinutes(contextTimeoutMinutes) : DEFAULT_IDLE_TIMEOUT;
    }

    Instant absoluteDeadline(Instant createdAt) {
        return cappedPlus(createdAt, absoluteLifetime);
    }

    Instant expiresAt(Instant lastUse, Duration interval, Instant absoluteDeadline) {
        if (interval.isZero()) {
            return absoluteDeadline;
        }
        Instant idleEnd = cappedPlus(cappedPlus(lastUse, interval), allowance(interval));
        return idleEnd.isBefore(absoluteDeadline) ? idleEnd : absoluteDeadline;
    }

    /**
     * Tells whether an access must be written: because what is stored is older than the touch interval, or because the
     * request itself takes so long that its session would expire under it.
     */
    boolean isTouchDue(SessionMetadata stored, SessionAccess access) {
        Duration interval = stored.maxInactiveInterval();
        Duration sinceAccess = Duration.between(stored.lastAccessedAt(), access.lastAccessedAt());
        boolean isOld = sinceAccess.compareTo(Duration.ZERO) > 0 && sinceAccess.compareTo(allowance(interval)) >= 0;
        return isOld || isRunningOut(stored, access);
    }

    /** Tells whether more than half of a session's idle time is over, so that a slow request may see its end. */
    boolean isRunningOut(SessionMetadata stored, SessionAccess access) {
        Duration gained = Duration.between(stored.expiresAt(), access.expiresAt());
        return gained.compareTo(stored.maxInactiveInterval().dividedBy(2)) > 0;
    }

    private Duration allowance(Duration interval) {
        if (touchInterval == null) {
            return Duration.ofMillis((long) (interval.toMillis() * touchFraction));
        }
        return interval.isZero() || touchInterval.compareTo(interval) < 0 ? touchInterval : interval;
    }

    private static Instant cappedPlus(Instant time, Duration duration) {
        return duration.compareTo(Duration.between(time, SessionMetadata.NEVER)) < 0
                ? time.plus(duration)
                : SessionMetadata.NEVER;
    }
}
