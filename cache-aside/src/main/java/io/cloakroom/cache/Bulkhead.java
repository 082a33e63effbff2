package io.cloakroom.cache;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a bounded number of loads run at once, so that a cache that has lost its tiers does not bury the database. A
 * load that asks for another value of the same cache is let through: it would wait for itself.
 */
final class Bulkhead {

    private final int atOnce;
    private final Duration patience;
    private final Semaphore permits;
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    Bulkhead(int atOnce, Duration patience) {
        this.atOnce = atOnce;
        this.patience = patience;
        this.permits = new Semaphore(atOnce);
    }

    <T> T run(Callable<T> load) throws Exception {
        if (inside.get() != null) {
            return load.call();
        }
        if (!permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoLoadException(
                    atOnce + " loads run already, and none ended within " + patience + ": see maximumLoads");
        }
        inside.set(true);
        try {
            return load.call();
        } finally {
            inside.remove();
            permits.release();
        }
    }
}
