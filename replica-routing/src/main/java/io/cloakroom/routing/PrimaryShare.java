package io.cloakroom.routing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections of the primary may stand in for replicas at once, so that losing the replicas does not take the
 * primary down too.
 */
final class PrimaryShare {

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Semaphore permits;
    private final int size;
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();

    PrimaryShare(int size) {
        this.size = size;
        this.permits = new Semaphore(size);
    }

    /** Takes a permit, waiting a moment for one that is given back. */
    boolean take() throws InterruptedException {
        boolean ok = permits.tryAcquire() || (size > 0 && permits.tryAcquire(MOMENT_NANOS, TimeUnit.NANOSECONDS));
        if (ok) {
            taken.increment();
        }
        return ok;
    }

    void refuse() {
        refused.increment();
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
