package io.cloakroom.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How one flight waits for the load of another instance: 5 to 50 ms between two questions, and not for ever. */
final class Patience {

    private static final long FIRST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 50;

    private final long deadline;
    private long millis = FIRST_MILLIS;

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
