package io.cloakroom.routing;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a replica can be reached, and as of when its data is complete. Lock-free: read for each decision, written by
 * the poller of the replica and by whoever meets a failure.
 */
final class ReplicaHealth {

    private final BackOff backOff;
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Long freshAsOf;

    ReplicaHealth(BackOff backOff) {
        this.backOff = backOff;
    }

    boolean isDown() {
        return outage.get() != null;
    }

    /** The moment, in {@link System#nanoTime}, up to which the replica has everything; empty if not known yet. */
    OptionalLong freshAsOf() {
        Long known = freshAsOf;
        return known == null ? OptionalLong.empty() : OptionalLong.of(known);
    }

    /** Notes that the replica has everything up to a moment. */
    void freshAsOf(long moment) {
        freshAsOf = moment;
    }

    /**
     * Takes the replica out, unless it is out already.
     *
     * @return whether it was in
     */
    boolean failed() {
        return outage.get() == null && outage.compareAndSet(null, nextOutage());
    }

    /** Notes that a probe failed: the next one waits longer. */
    void probeFailed() {
        outage.set(nextOutage());
    }

    /**
     * Lets the replica in again.
     *
     * @return whether it was out
     */
    boolean answered() {
        return outage.getAndSet(null) != null;
    }

    /** Notes that the application got a connection: the next outage starts with the shortest back-off. */
    void connected() {
        if (failures.get() != 0) {
            failures.set(0);
        }
    }

    /** When the next probe is due, in {@link System#nanoTime}; empty if the replica is not out. */
    Optional<Deadline> nextProbe() {
        Outage now = outage.get();
        return now == null ? Optional.empty() : Optional.of(now.until());
    }

    private Outage nextOutage() {
        return new Outage(new Deadline(System.nanoTime() + backOff.nanosAfter(failures.incrementAndGet())));
    }

    private record Outage(Deadline until) {}
}
