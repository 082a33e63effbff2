package io.cloakroom.cache.redis;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Leaves a server alone that does not answer. After some unanswered commands in a row nothing is sent for a pause; then
 * one command is let through, and its fate decides.
 */
final class Breaker {

    private final int failuresToOpen;
    private final long pauseNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock(); // guards the three below
    private int failures;
    private long probeAt;
    private volatile boolean open;

    Breaker(int failuresToOpen, Duration pause, LongSupplier nanoTime) {
        this.failuresToOpen = failuresToOpen;
        this.pauseNanos = pause.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Tells whether a command may be sent; when a pause is over, to one caller only. */
    boolean allows() {
        return !open || isProbe();
    }

    boolean isOpen() {
        return open;
    }

    void answered() {
        lock.lock();
        try {
            failures = 0;
            open = false;
        } finally {
            lock.unlock();
        }
    }

    void notAnswered() {
        lock.lock();
        try {
            failures++;
            open = failures >= failuresToOpen;
            probeAt = nanoTime.getAsLong() + pauseNanos;
        } finally {
            lock.unlock();
        }
    }

    private boolean isProbe() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            boolean isDue = now - probeAt >= 0;
            if (isDue) {
                probeAt = now + pauseNanos; // should the probe never report back, the next one follows
            }
            return isDue;
        } finally {
            lock.unlock();
        }
    }
}
