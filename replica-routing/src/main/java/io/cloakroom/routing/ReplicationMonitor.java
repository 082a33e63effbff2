package io.cloakroom.routing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps for each replica the moment as of which its data is complete, and asks each node for its role.
 *
 * <p>One round: note the time, ask the primary for its position, then ask each replica, in parallel, what it has
 * applied. A replica that covers the position is fresh as of the noted time. No request waits for a round, except one
 * that must see a write that no round has covered yet.
 */
final class ReplicationMonitor implements AutoCloseable {

    /** How soon to ask again a primary that is none: the address may lead to another server by then. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final Timeline timeline;
    private final ReplicaSet replicas;
    private final Topology topology;
    private final Failover failover;
    private final ReplicationDialect dialect;
    private final long intervalNanos;
    private final Map<Node, PollerThread> pollers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Orders a reader's look at the replicas before or after the end of a poll, so that it misses none. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition polled = lock.newCondition();

    ReplicationMonitor(
            String name,
            Topology topology,
            Timeline timeline,
            ReplicaSet replicas,
            Failover failover,
            ReplicationDialect dialect,
            Duration interval) {
        this.name = name;
        this.topology = topology;
        this.timeline = timeline;
        this.replicas = replicas;
        this.failover = failover;
        this.dialect = dialect;
        this.intervalNanos = interval.toNanos();
    }

    /** Begins to poll a node. */
    void watch(Node node) {
        pollers.computeIfAbsent(node, added -> {
            WarnOnce unknown = new WarnOnce(name);
            return PollerThread.start(name, added, connection -> poll(added, connection, unknown), unknown);
        });
    }

    boolean isWatching(Node node) {
        return pollers.containsKey(node);
    }

    /** Ends the polling of a node and waits for that, a few seconds at most. */
    void forget(Node node) {
        PollerThread poller = pollers.remove(node);
        if (poller != null) {
            poller.close();
            poller.join();
        }
    }

    /** Polls round after round, without the usual rest, until a condition holds or the time is over. */
    boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long remaining = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (remaining <= 0) {
                    return false;
                }
                wake(topology.primary());
                remaining = polled.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns a position that covers all that had returned at a moment, waiting for a poll if there was none since. */
    Optional<ReplicationPosition> positionSince(long moment, Duration atMost) throws InterruptedException {
        await(() -> timeline.positionSince(moment).isPresent(), atMost);
        return timeline.positionSince(moment);
    }

    @Override
    public void close() {
        closed = true;
        pollers.values().forEach(PollerThread::close);
        pollers.values().forEach(PollerThread::join);
    }

    /** Makes every node be asked soon. */
    void wakeAll() {
        pollers.values().forEach(PollerThread::wake);
    }

    private void wake(Node node) {
        PollerThread poller = pollers.get(node);
        if (poller != null) {
            poller.wake();
        }
    }

    private long poll(Node node, PollConnection connection, WarnOnce unknown) {
        try {
            return node.isPrimary() ? pollPrimary(node, connection, unknown) : pollReplica(node, connection, unknown);
        } finally {
            signal();
        }
    }

    private long pollPrimary(Node primary, PollConnection connection, WarnOnce unknown) {
        long asOf = System.nanoTime();
        try {
            NodeReport report = connection.ask(node -> dialect.report(node, Route.PRIMARY));
            failover.primaryAnswered(primary, asOf, report);
            if (!report.writable()) {
                connection.discard();
                wakeAll();
                return RETRY_NANOS;
            }
            compareReplicas(asOf, report.position());
            unknown.cleared();
        } catch (SQLException e) {
            if (!(e instanceof UnknownPositionException)) {
                failover.primaryFailed(primary);
                askNewPrimary(primary);
            }
            warn(unknown, "the position of the primary is unknown: replicas leave rotation as their data ages", e);
        }
        topology.replicas().forEach(this::wake);
        return intervalNanos;
    }

    /** At once: its first position shows which replicas have what was lost with the old one. */
    private void askNewPrimary(Node old) {
        if (!old.isPrimary()) {
            wake(topology.primary());
        }
    }

    private void compareReplicas(long asOf, ReplicationPosition position) {
        for (Node replica : topology.replicas()) {
            replicas.compared(replica, asOf, position);
        }
    }

    private long pollReplica(Node replica, PollConnection connection, WarnOnce unknown) {
        long wait = replica.health().nextProbe().map(Deadline::remainingNanos).orElse(0L);
        if (wait > 0) {
            return wait;
        }
        try {
            NodeReport report = connection.ask(node -> dialect.report(node, Route.REPLICA));
            replica.health().applied(report.position());
            timeline.freshAsOf(report.position()).ifPresent(replica.health()::freshAsOf);
            replicas.answered(replica);
            failover.replicaAnswered(replica, report);
            unknown.cleared();
            if (replica.isPrimary()) {
                return 0;
            }
        } catch (SQLException e) {
            if (!replicas.probeFailed(replica, e)) {
                warn(unknown, "the position of replica " + replica + " is unknown: it leaves rotation", e);
            }
        }
        // a replica is polled after each poll of the primary; the longer rest is for when the primary hangs
        return 2 * intervalNanos;
    }

    /** A poll that is cut short by {@link #close} fails for no reason that anybody should hear of. */
    private void warn(WarnOnce warning, String message, SQLException cause) {
        if (!closed) {
            warning.log(message, cause);
        }
    }

    private void signal() {
        lock.lock();
        try {
            polled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
