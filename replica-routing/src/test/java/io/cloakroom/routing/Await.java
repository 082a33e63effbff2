package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that nobody announces. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        while (!condition.call()) {
            assertThat(deadline.passed()).as("waited in vain: " + what).isFalse();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
