package io.cloakroom.session;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Trying again and again against other requests, for as long as the budget says. */
final class Contention {

    private static final long MAX_PAUSE_NANOS = 4_000_000;

    private final Duration budget;
    private final long start = System.nanoTime();

    Contention(Duration budget) {
        this.budget = budget;
    }

    /**
     * Lets the others finish before the next try.
     *
     * @throws SessionConflictException if the budget is used up
     */
    void pause(String attributeName) {
        if (System.nanoTime() - start > budget.toNanos()) {
            throw SessionConflictException.lostFor(budget, attributeName);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
    }
}
