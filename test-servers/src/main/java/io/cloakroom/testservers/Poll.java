package io.cloakroom.testservers;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody announces. */
final class Poll {

    private static final long PAUSE_NANOS = 5_000_000;

    private Poll() {}

    /** Returns whether the condition came true in time. It is tried at least once. */
    static boolean until(Duration timeout, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while waiting for a server");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
