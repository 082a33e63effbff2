package io.cloakroom.session.dynamodb;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/** When an operation of the store has to be over, however many calls it takes. */
final class Deadline {

    private final Timeouts timeouts;
    private final long startNanos = System.nanoTime();

    Deadline(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** Returns the configuration of the next call: it gets what time is left. */
    AwsRequestOverrideConfiguration nextCall() {
        Duration left = left();
        Duration attempt = timeouts.attempt().compareTo(left) < 0 ? timeouts.attempt() : left;
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(left)
                .apiCallAttemptTimeout(attempt)
                .build();
    }

    boolean isOver() {
        return timeouts.total().toNanos() <= System.nanoTime() - startNanos;
    }

    /** Waits some milliseconds before a write that collided with another one is tried again. */
    void backOff() {
        long nanos = ThreadLocalRandom.current()
                .nextLong(TimeUnit.MILLISECONDS.toNanos(2), TimeUnit.MILLISECONDS.toNanos(20));
        LockSupport.parkNanos(Math.min(nanos, left().toNanos()));
    }

    private Duration left() {
        long nanos = timeouts.total().toNanos() - (System.nanoTime() - startNanos);
        // the SDK refuses a time-out of zero; this one is over before anything is sent
        return Duration.ofNanos(Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
    }
}
