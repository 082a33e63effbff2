package io.cloakroom.session.store;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a session besides its attributes. Times have millisecond precision.
 *
 * @param createdAt when the session was created
 * @param lastAccessedAt when the last request that wrote or touched the session began
 * @param maxInactiveInterval how long the session outlives its last request; zero: only the absolute deadline ends it
 * @param absoluteDeadline when the session ends whatever the activity; at most {@link #NEVER}
 * @param expiresAt from when on no store returns the session: computed by the session filter from the four values above
 *     and from how often it writes the last access, opaque to the store
 * @param generation grows by one with each change of the session id; 1 for a new session
 * @param version grows by one with each saved change; 1 for a new session
 * @param owner whose the session is, for the {@link PrincipalIndex}; {@code null} if nobody logged in
 */
public record SessionMetadata(
        Instant createdAt,
        Instant lastAccessedAt,
        Duration maxInactiveInterval,
        Instant absoluteDeadline,
        Instant expiresAt,
        long generation,
        long version,
        @Nullable SessionOwner owner) {

    /** The latest moment that a store must be able to keep: the end of the year 9999, UTC. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Creates metadata; cuts times to milliseconds.
     *
     * @param createdAt when the session was created
     * @param lastAccessedAt when the last request that wrote or touched the session began
     * @param maxInactiveInterval how long the session outlives its last request; zero: only the absolute deadline ends
     *     it
     * @param absoluteDeadline when the session ends whatever the activity; at most {@link #NEVER}
     * @param expiresAt from when on no store returns the session: computed by the session filter from the four values
     *     above and from how often it writes the last access, opaque to the store
     * @param generation grows by one with each change of the session id; 1 for a new session
     * @param version grows by one with each saved change; 1 for a new session
     * @param owner whose the session is, for the {@link PrincipalIndex}; {@code null} if nobody logged in
     * @throws IllegalArgumentException if the interval is negative, a time is later than {@link #NEVER}, or the
     *     generation or version is less than 1
     */
    public SessionMetadata {
        createdAt = checked(createdAt, "createdAt");
        lastAccessedAt = checked(lastAccessedAt, "lastAccessedAt");
        absoluteDeadline = checked(absoluteDeadline, "absoluteDeadline");
        expiresAt = checked(expiresAt, "expiresAt");
        maxInactiveInterval =
                requireNonNull(maxInactiveInterval, "maxInactiveInterval").truncatedTo(MILLIS);
        if (maxInactiveInterval.isNegative()) {
            throw new IllegalArgumentException("maxInactiveInterval must not be negative: " + maxInactiveInterval);
        }
        if (generation < 1 || version < 1) {
            throw new IllegalArgumentException(
                    "generation and version must be 1 or more: " + generation + ", " + version);
        }
    }

    /**
     * Tells whether the session is over.
     *
     * @param now the time to judge by
     * @return {@code true} from {@link #expiresAt()} on
     */
    public boolean isExpiredAt(Instant now) {
        return !now.isBefore(expiresAt);
    }

    static Instant checked(Instant time, String name) {
        if (requireNonNull(time, name).isAfter(NEVER)) {
            throw new IllegalArgumentException(name + " must not be later than " + NEVER + ": " + time);
        }
        return time.truncatedTo(MILLIS);
    }
}
