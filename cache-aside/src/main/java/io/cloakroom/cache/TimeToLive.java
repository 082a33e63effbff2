package io.cloakroom.cache;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long values live: shortened at random, so that what was loaded together does not expire together; never longer
 * than the application asked for.
 */
record TimeToLive(Duration full, double jitter, Duration localMaximum) {

    Duration next() {
        return jittered(full);
    }

    Duration jittered(Duration asked) {
        double share = 1 - jitter * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis(Math.max(1, (long) (asked.toMillis() * share)));
    }

    /** How long a value may stay in process that is fresh in the shared tier for the given time. */
    long localNanos(Duration timeLeft) {
        return (timeLeft.compareTo(localMaximum) < 0 ? timeLeft : localMaximum).toNanos();
    }
}
