package io.cloakroom.cache.tier;

import java.time.Duration;

/**
 * How long an entry lives in a shared tier, by the tier's clock.
 *
 * @param fresh how long it may be served without a second thought, in whole milliseconds, at least 1
 * @param kept how long it is there, at least as long as it is fresh; what is left is for callers who would rather have
 *     an old value than none
 */
public record Lifetime(Duration fresh, Duration kept) {

    /**
     * Checks the lengths.
     *
     * @param fresh how long it may be served without a second thought
     * @param kept how long it is there
     * @throws IllegalArgumentException if one is shorter than a millisecond, or {@code kept} is shorter than
     *     {@code fresh}
     */
    public Lifetime {
        if (fresh.toMillis() < 1 || kept.compareTo(fresh) < 0) {
            throw new IllegalArgumentException(
                    "fresh must be at least 1 ms and kept at least as long: " + fresh + ", " + kept);
        }
    }
}
