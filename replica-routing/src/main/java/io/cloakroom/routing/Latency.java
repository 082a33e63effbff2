package io.cloakroom.routing;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long statements take on a node: a moving average that fades when nothing is measured, so that a node that was
 * slow is tried again. Two threads that record at once may lose one of the two values; an estimate bears that.
 */
final class Latency {

    private static final double SHARE_OF_THE_NEWEST = 0.25;
    private static final double HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private volatile @Nullable Average average;

    void record(long nanos, long now) {
        Average before = average;
        double next = before == null ? nanos : before.nanos + SHARE_OF_THE_NEWEST * (nanos - before.nanos);
        average = new Average(next, now);
    }

    /** The average in nanoseconds; 0 if nothing was measured, or not for long. */
    long nanos(long now) {
        Average known = average;
        if (known == null) {
            return 0;
        }
        double age = Math.max(0, now - known.at);
        return (long) (known.nanos * Math.pow(0.5, age / HALF_LIFE_NANOS));
    }

    private record Average(double nanos, long at) {}
}
