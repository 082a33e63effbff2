package io.cloakroom.routing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/** Replicas that come and go while the data source is in use. */
final class Membership {

    static final int MOST_REPLICAS = 15;

    private static final long PAUSE_MILLIS = 5;

    private final Topology topology;
    private final ReplicationMonitor monitor;
    private final Recovery recovery;

    /** One change at a time; not held while a replica drains. */
    private final ReentrantLock changes = new ReentrantLock();

    private boolean closed;

    Membership(Cluster cluster, Recovery recovery) {
        this.topology = cluster.topology();
        this.monitor = cluster.monitor();
        this.recovery = recovery;
    }

    void start(DataSource primary, List<ReplicaConfig> replicas) {
        topology.start(new Node(topology, "primary", primary, ReplicaTraits.none(), recovery));
        replicas.forEach(replica -> topology.add(node(replica)));
        if (!replicas.isEmpty()) {
            watchAll();
        }
    }

    void add(ReplicaConfig replica) {
        changes.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the data source is closed");
            }
            if (has(replica.name())) {
                throw new IllegalArgumentException("there is a node of this name already: " + replica.name());
            }
            if (topology.replicas().size() >= MOST_REPLICAS) {
                throw new IllegalStateException("replicas must be at most " + MOST_REPLICAS);
            }
            Node added = node(replica);
            added.health().beginWarmUp();
            topology.add(added);
            watchAll();
        } finally {
            changes.unlock();
        }
    }

    boolean remove(String name, Duration drainWithin) throws InterruptedException {
        Node removed = taken(name);
        Deadline deadline = Deadline.in(drainWithin);
        try {
            while (removed.outstanding() > 0 && !deadline.passed()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } finally {
            monitor.forget(removed);
        }
        return removed.outstanding() == 0;
    }

    /** Ends the polling for good: nobody joins any more. Idempotent. */
    void close() {
        changes.lock();
        try {
            closed = true;
        } finally {
            changes.unlock();
        }
        monitor.close();
    }

    private Node taken(String name) {
        changes.lock();
        try {
            if (topology.primary().name().equals(name)) {
                throw new IllegalStateException("it is the primary now: " + name);
            }
            Node replica = topology.replicas().stream()
                    .filter(node -> node.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no replica of this name: " + name));
            topology.remove(replica);
            return replica;
        } finally {
            changes.unlock();
        }
    }

    private boolean has(String name) {
        return topology.primary().name().equals(name)
                || topology.replicas().stream().anyMatch(node -> node.name().equals(name));
    }

    private void watchAll() {
        monitor.watch(topology.primary());
        topology.replicas().forEach(monitor::watch);
    }

    private Node node(ReplicaConfig replica) {
        return new Node(topology, replica.name(), replica.dataSource(), replica.traits(), recovery);
    }
}
