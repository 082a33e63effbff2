package io.cloakroom.session.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Remembers since when the connection is down, to say whether to wait for it. At first calls wait, so that nobody
 * notices a blip; once the outage has lasted as long as one call may, they don't, so that threads do not pile up.
 */
final class Outage {

    private final Duration tolerance;

    /** When a call first found the connection down, by {@link System#nanoTime}; null while it is up. */
    private final AtomicReference<@Nullable Long> since = new AtomicReference<>();

    Outage(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /** Notes that the connection is up. */
    void end() {
        if (since.get() != null) {
            since.set(null);
        }
    }

    /** Notes that the connection is down, and tells whether to wait for it. */
    boolean isTolerable() {
        long now = System.nanoTime();
        since.compareAndSet(null, now);
        Long start = since.get();
        return start == null || now - start < tolerance.toNanos();
    }
}
