package io.cloakroom.session.redis;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** When a call must end, whatever it waits for. */
final class Deadline {

    private static final long PAUSE_NANOS = 10_000_000;

    private final Duration timeout;
    private final long end;

    private Deadline(Duration timeout) {
        this.timeout = timeout;
        this.end = System.nanoTime() + timeout.toNanos();
    }

    static Deadline after(Duration timeout) {
        return new Deadline(timeout);
    }

    /** Returns how long the whole call may take. */
    Duration timeout() {
        return timeout;
    }

    long leftNanos() {
        return end - System.nanoTime();
    }

    /** Returns most of what is left, so that who waits so long elsewhere can still answer; at least a millisecond. */
    long mostMillis() {
        return Math.max(NANOSECONDS.toMillis(leftNanos() / 10 * 9), 1);
    }

    /** Waits a moment before another try; returns false, and does not wait, if there is no time left. */
    boolean allowsPause() {
        if (leftNanos() <= PAUSE_NANOS || Thread.currentThread().isInterrupted()) {
            return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return true;
    }
}
