package io.cloakroom.session.tck;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. Safe for use by many threads at once. */
public final class ManualClock implements InstantSource {

    private final Instant start;
    private final AtomicLong elapsedNanos = new AtomicLong();

    private ManualClock(Instant start) {
        this.start = start;
    }

    /**
     * Returns a clock that shows the present time, cut to milliseconds. Stores whose server deletes expired records by
     * its own clock need a test to begin at the present.
     *
     * @return a new clock
     */
    public static ManualClock startingNow() {
        return startingAt(Instant.now().truncatedTo(MILLIS));
    }

    /**
     * Returns a clock that shows the given time.
     *
     * @param start the first time that the clock shows
     * @return a new clock
     */
    public static ManualClock startingAt(Instant start) {
        return new ManualClock(requireNonNull(start, "start"));
    }

    /**
     * Moves the clock on.
     *
     * @param duration how far; not negative
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public void advance(Duration duration) {
        if (requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("duration must not be negative: " + duration);
        }
        elapsedNanos.addAndGet(duration.toNanos());
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsedNanos.get());
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
