package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whose writes a read must see: a user's session, a request, a job. Hold one object for each, and put the work between
 * {@link Routing#within(ConsistencyScope, Routing.Call)}. Reads within the scope see every write that the scope made
 * before, and never an older state than a read of the scope saw before. Without a scope each connection is its own.
 *
 * <p>Safe for use by many threads at once. It knows the writes of this process;
 * {@link ReplicaRoutingDataSource#capture} and {@link ReplicaRoutingDataSource#resume} carry them to another.
 */
public final class ConsistencyScope {

    private final AtomicReference<ScopeMemory> memory;

    private ConsistencyScope(ScopeMemory memory) {
        this.memory = new AtomicReference<>(memory);
    }

    /**
     * Creates a scope that has written nothing yet.
     *
     * @return a new scope
     */
    public static ConsistencyScope create() {
        return new ConsistencyScope(ScopeMemory.EMPTY);
    }

    /**
     * Creates a scope that continues one of another process by the time of its last write. Prefer
     * {@link ReplicaRoutingDataSource#resume}, which relies on no clock.
     *
     * @param lastWrite what {@link #lastWrite} said there. Reads see that write if this clock is not behind the other:
     *     add the skew to be allowed for
     * @return a new scope
     */
    public static ConsistencyScope resume(Instant lastWrite) {
        requireNonNull(lastWrite, "lastWrite");
        return new ConsistencyScope(ScopeMemory.EMPTY.after(WriteTrail.NOTHING.unplaced(nanosOf(lastWrite))));
    }

    /** Creates a scope that continues one that wrote elsewhere. */
    static ConsistencyScope resume(CapturedWrite write) {
        return new ConsistencyScope(ScopeMemory.carrying(write));
    }

    /**
     * Returns when the scope last wrote.
     *
     * @return the moment by the clock of this machine; empty if it has not written in this process
     */
    public Optional<Instant> lastWrite() {
        WriteTrail writes = memory().writes();
        if (!writes.wrote()) {
            return Optional.empty();
        }
        return Optional.of(Instant.now().minusNanos(System.nanoTime() - writes.last()));
    }

    /** What a read must see. */
    ScopeMemory memory() {
        // never null: NullAway cannot know that of an AtomicReference
        return requireNonNull(memory.get());
    }

    /** Notes that something may have been written, up to this moment. */
    void wrote() {
        long now = System.nanoTime();
        memory.updateAndGet(old -> old.after(old.writes().unplaced(now)));
    }

    /** Notes that something was written, and where it is. */
    void wrote(CapturedWrite write) {
        long now = System.nanoTime();
        memory.updateAndGet(old -> old.after(old.writes().captured(write, now)));
    }

    /**
     * Notes that something was read.
     *
     * @param seen the memory when the node was chosen
     * @param node the node
     * @return the memory to pass for the next read of the same transaction
     */
    ScopeMemory read(ScopeMemory seen, Node node) {
        long now = System.nanoTime();
        ScopeMemory next = seen.afterRead(node, now);
        if (memory.compareAndSet(seen, next)) {
            return next;
        }
        // another thread of the scope read or wrote meanwhile: no single node is known to have it all
        memory.updateAndGet(old -> old.afterReads(now));
        return seen;
    }

    private static long nanosOf(Instant moment) {
        Duration age = Duration.between(moment, Instant.now());
        // a scope that is older than a day needs no replica that is fresher than that
        Duration bounded = age.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : age;
        return System.nanoTime() - bounded.toNanos();
    }
}
