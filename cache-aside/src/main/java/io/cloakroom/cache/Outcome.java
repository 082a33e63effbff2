package io.cloakroom.cache;

import org.jspecify.annotations.Nullable;

/**
 * How a flight ended.
 *
 * @param value what its callers get; {@code null} if there is no such thing, or if the flight failed
 * @param failure why it failed, or {@code null}
 * @param asOf the evidence that the value rests on: only callers that joined before it was taken may have the value
 * @param nanosToLive how long the value may stay in process; 0: not at all
 */
record Outcome<V>(@Nullable V value, @Nullable Throwable failure, int asOf, long nanosToLive) {

    /** Evidence good for everybody who found the flight. */
    static final int ANYBODY = Integer.MAX_VALUE;

    static <V> Outcome<V> kept(V value, long nanosToLive) {
        return new Outcome<>(value, null, ANYBODY, Math.max(0, nanosToLive));
    }

    static <V> Outcome<V> passing(@Nullable V value, int asOf) {
        return new Outcome<>(value, null, asOf, 0);
    }

    static <V> Outcome<V> failed(Throwable failure) {
        return new Outcome<>(null, failure, ANYBODY, 0);
    }

    boolean isKept() {
        return nanosToLive > 0;
    }
}
