package io.cloakroom.routing;

import java.time.Duration;
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

    /** Pools have used all their connections by then, or closed them. */
    private static final Duration SUSPICION = Duration.ofSeconds(30);

    /** Enough to be tried at all. */
    private static final double COLD = 0.1;

    private final BackOff backOff;
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Long freshAsOf;
    private volatile @Nullable Applied applied;
    private volatile @Nullable ReplicationPosition diverged;
    private volatile Role role = Role.UNKNOWN;
    private volatile boolean wasReadOnly;
    private volatile boolean wasWritable;
    private volatile @Nullable Long warmingSince;
    private volatile @Nullable Long lastReadOnly;

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

    /** Notes what the replica shows; its answer came after this moment. */
    void applied(ReplicationPosition position) {
        applied = new Applied(position, System.nanoTime());
    }

    /** Whether the replica shows everything up to a position, as far as the last poll has told. */
    boolean covers(ReplicationPosition position) {
        Applied known = applied;
        return known != null && known.position.covers(position);
    }

    /**
     * Compares with what the primary has at a later moment: whoever had more before that moment follows another
     * history. It goes on doing so when the primary has written more: positions are compared by their numbers, and it
     * is not seen in them then.
     *
     * @param asOf a moment before the primary was asked
     * @return whether that has just become clear
     */
    boolean compared(long asOf, ReplicationPosition primary) {
        Applied known = applied;
        if (diverged != null || known == null || known.at - asOf >= 0 || primary.covers(known.position)) {
            return false;
        }
        diverged = known.position;
        return true;
    }

    boolean isDiverged() {
        return diverged != null;
    }

    /** Begins anew with another primary, which is compared with what the node has shown until then. */
    void follow() {
        freshAsOf = null;
        diverged = null;
    }

    /** Forgets what the node has applied of others: it is the primary. */
    void lead() {
        follow();
        applied = null;
    }

    /** What the node has said last of its role. */
    Role role() {
        return role;
    }

    /** Whether it cannot be the primary, as far as is known. */
    boolean isLost() {
        return role == Role.READ_ONLY || role == Role.UNREACHABLE;
    }

    /** Whether it was ever seen to take writes. */
    boolean wasWritable() {
        return wasWritable;
    }

    /** Whether it takes writes now and refused them before: it was promoted. */
    boolean wasPromoted() {
        return role == Role.WRITABLE && wasReadOnly;
    }

    void role(Role told) {
        role = told;
        wasWritable |= told == Role.WRITABLE;
        if (told == Role.READ_ONLY) {
            wasReadOnly = true;
            lastReadOnly = System.nanoTime();
        }
    }

    /** Whether connections from before may be about that lead to a server that takes no writes. */
    boolean isSuspect() {
        return wasReadOnlyAfter(System.nanoTime() - SUSPICION.toNanos());
    }

    /** Whether it was seen to refuse writes after a moment. */
    boolean wasReadOnlyAfter(long moment) {
        Long last = lastReadOnly;
        return last != null && last - moment > 0;
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
     * Lets the replica in again, also one that had diverged: it was rebuilt if it is elsewhere now.
     *
     * @return whether it was out
     */
    boolean answered() {
        boolean wasOut = outage.getAndSet(null) != null;
        if (wasOut) {
            Applied known = applied;
            if (known != null && !known.position.equals(diverged)) {
                diverged = null;
            }
            beginWarmUp();
        }
        return wasOut;
    }

    /** Notes that the replica has cold caches from now on. */
    void beginWarmUp() {
        warmingSince = System.nanoTime();
    }

    /** Which share of its usual reads the replica can take: grows to 1 while it warms up. */
    double warmth(long slowStartNanos) {
        Long since = warmingSince;
        if (since == null || slowStartNanos == 0) {
            return 1;
        }
        double grown = (double) (System.nanoTime() - since) / slowStartNanos;
        return Math.min(1, Math.max(COLD, grown));
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

    private record Applied(ReplicationPosition position, long at) {}

    /** What a node says of itself. */
    enum Role {
        /** It was not asked yet. */
        UNKNOWN,
        /** It was asked and has not answered. */
        UNREACHABLE,
        /** It refuses writes. */
        READ_ONLY,
        /** It takes writes. */
        WRITABLE
    }
}
