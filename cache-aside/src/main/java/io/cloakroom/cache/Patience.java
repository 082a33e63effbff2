package io.cloakroom.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How one flight waits for the load of another instance: 5 to 50 ms between two questions, and not for ever. */
final class Patience {

    private static final long FIRST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 50;

    private final long deadline;
    private long millis = FIRST_MILLIS;

    /**
     * How long to wait for loads.
     *
     * @param leaseTime how long a load may keep the others waiting
     * @param backOff for how long nobody loads after a load has failed; zero: not at all
     * @param staleAfter after how much waiting a stale value is served, or {@code null}: only if the load fails
     */
    record Terms(
            Duration leaseTime, Duration backOff, @Nullable Duration staleAfter) {}

    Patience(Duration limit) {
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** The next pause in milliseconds: half of it at random, so that instances do not ask in step. */
    long nextPause(Duration remaining) {
        long pause = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        return Math.max(1, Math.min(pause, remaining.toMillis()));
    }
}
