package io.cloakroom.routing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections of the primary may stand in for replicas at once, so that losing the replicas does not take the
 * primary down too.
 */
final class PrimaryShare {

    private final Semaphore permits;
    private final int size;
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();

    PrimaryShare(int size) {
        this.size = size;
        this.permits = new Semaphore(size);
    }

    /** Takes a permit, waiting until the deadline if there is at least one to wait for. */
    boolean take(Deadline deadline) throws InterruptedException {
        boolean ok = permits.tryAcquire()
                || (size > 0 && permits.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS));
        (ok ? taken : refused).increment();
        return ok;
    }

    void giveBack() {
        permits.release();
    }

    int size() {
        return size;
    }

    long taken() {
        return taken.sum();
    }

    long refused() {
        return refused.sum();
    }
}
