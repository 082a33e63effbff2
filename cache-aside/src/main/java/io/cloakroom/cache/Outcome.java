package io.cloakroom.cache;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a flight ended.
 *
 * @param value what its callers get; {@code null} if there is no such thing, or if the flight failed
 * @param failure why it failed, or {@code null}
 * @param asOf the evidence that the value rests on: only callers that joined before it was taken may have the value, if
 *     it is not kept
 * @param nanosToLive how long the value may stay in process; 0: not at all
 * @param freshUntil when, by {@link System#nanoTime}, the value that stays in process is no longer fresh
 * @param stamps what the tags of the value must still be stamped with
 */
record Outcome<V>(
        @Nullable V value,
        @Nullable Throwable failure,
        int asOf,
        long nanosToLive,
        long freshUntil,
        Map<String, UUID> stamps) {

    /** Evidence good for everybody who found the flight. */
    static final int ANYBODY = Integer.MAX_VALUE;

    static <V> Outcome<V> kept(
            @Nullable V value, int asOf, long nanosFresh, long nanosToLive, Map<String, UUID> stamps) {
        long live = Math.max(0, nanosToLive);
        return new Outcome<>(value, null, asOf, live, System.nanoTime() + nanosFresh, stamps);
    }

    static <V> Outcome<V> passing(@Nullable V value, int asOf) {
        return new Outcome<>(value, null, asOf, 0, 0, Map.of());
    }

    /** A value that is served for want of a better one. Later callers may have it while its tags have these stamps. */
    static <V> Outcome<V> stale(@Nullable V value, int asOf, Map<String, UUID> stamps) {
        return new Outcome<>(value, null, asOf, 0, 0, stamps);
    }

    /** The same stale value, kept for so long from now. */
    Outcome<V> keptFor(long nanos) {
        return new Outcome<>(value, null, 0, Math.max(0, nanos), freshUntil, stamps);
    }

    static <V> Outcome<V> failed(Throwable failure) {
        return new Outcome<>(null, failure, ANYBODY, 0, 0, Map.of());
    }

    boolean isKept() {
        return nanosToLive > 0;
    }

    /** How long the value has not been fresh any more; negative if it is still fresh. */
    long nanosStale() {
        return System.nanoTime() - freshUntil;
    }
}
