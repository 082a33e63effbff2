package io.cloakroom.routing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps for each replica the moment as of which its data is complete.
 *
 * <p>One round: note the time, ask the primary for its position, then ask each replica, in parallel, what it has
 * applied. A replica that covers the position is fresh as of the noted time. No request waits for a round, except one
 * that must see a write that no round has covered yet.
 */
final class ReplicationMonitor implements AutoCloseable {

    private static final long JOIN_MILLIS = 2_000;

    private final Timeline timeline = new Timeline();
    private final ReplicaSet replicas;
    private final ReplicationDialect dialect;
    private final long intervalNanos;
    private final NodePoller primaryPoller;
    private final List<NodePoller> replicaPollers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final WarnOnce primaryUnknown;
    private volatile boolean closed;

    /** Orders a reader's look at the replicas before or after the end of a poll, so that it misses none. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition polled = lock.newCondition();

    ReplicationMonitor(String name, Node primary, ReplicaSet replicas, ReplicationDialect dialect, Duration interval) {
        this.replicas = replicas;
        this.dialect = dialect;
        this.intervalNanos = interval.toNanos();
        this.primaryUnknown = new WarnOnce(name);
        this.primaryPoller = new NodePoller(primary, this::pollPrimary, primaryUnknown);
        addThread(name, primary, primaryPoller);
        for (Node replica : replicas.all()) {
            WarnOnce unknown = new WarnOnce(name);
            NodePoller poller =
                    new NodePoller(replica, connection -> pollReplica(replica, connection, unknown), unknown);
            replicaPollers.add(poller);
            addThread(name, replica, poller);
        }
    }

    void start() {
        threads.forEach(Thread::start);
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
                primaryPoller.wake();
                remaining = polled.awaitNanos(remaining);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        primaryPoller.close();
        replicaPollers.forEach(NodePoller::close);
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void addThread(String name, Node node, NodePoller poller) {
        Thread thread = new Thread(poller, name + "-poller-" + node.name());
        thread.setDaemon(true);
        threads.add(thread);
    }

    private long pollPrimary(PollConnection connection) {
        long asOf = System.nanoTime();
        try {
            timeline.add(asOf, connection.ask(dialect::primaryPosition));
            primaryUnknown.cleared();
        } catch (SQLException e) {
            warn(
                    primaryUnknown,
                    "the position of the primary is unknown: replicas leave rotation as their data ages",
                    e);
        }
        replicaPollers.forEach(NodePoller::wake);
        return intervalNanos;
    }

    private long pollReplica(Node replica, PollConnection connection, WarnOnce unknown) {
        long wait = replica.health().nextProbe().map(Deadline::remainingNanos).orElse(0L);
        if (wait > 0) {
            return wait;
        }
        try {
            ReplicationPosition applied = connection.ask(dialect::appliedPosition);
            timeline.freshAsOf(applied).ifPresent(replica.health()::freshAsOf);
            replicas.answered(replica);
            unknown.cleared();
        } catch (SQLException e) {
            if (!replicas.probeFailed(replica, e)) {
                warn(unknown, "the position of replica " + replica + " is unknown: it leaves rotation", e);
            }
        }
        signal();
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
