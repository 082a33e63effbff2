package io.cloakroom.routing;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The replicas, and which of them may serve a read. */
final class ReplicaSet {

    private final Topology topology;
    private final ReplicaSelector selector;
    private final long maxLagNanos;
    private final Events events;

    ReplicaSet(Topology topology, ReplicaSelector selector, Duration maxLag, Events events) {
        this.topology = topology;
        this.selector = selector;
        this.maxLagNanos = maxLag.toNanos();
        this.events = events;
    }

    List<Node> all() {
        return topology.replicas();
    }

    boolean isEmpty() {
        return all().isEmpty();
    }

    /** Whether a replica is up, within the permitted lag, and has what a scope must see. */
    boolean mayServe(Node replica, ScopeMemory memory) {
        var fresh = replica.health().freshAsOf();
        return isUp(replica) && fresh.isPresent() && memory.allows(replica, fresh.getAsLong());
    }

    /** The replicas that may serve a scope, without those that were tried already. */
    List<Node> candidates(ScopeMemory memory, Collection<Node> tried) {
        List<Node> candidates = new ArrayList<>(all().size());
        for (Node replica : all()) {
            if (mayServe(replica, memory) && !tried.contains(replica)) {
                candidates.add(replica);
            }
        }
        return Collections.unmodifiableList(candidates);
    }

    /** The replicas that answer, however old their data is; those within the permitted lag if there are any. */
    List<Node> staleCandidates(Collection<Node> tried) {
        List<Node> answering = all().stream()
                .filter(replica -> replica.health().role() != ReplicaHealth.Role.UNKNOWN)
                .filter(replica -> !replica.health().isDown() && !tried.contains(replica))
                .toList();
        List<Node> fresh = answering.stream().filter(this::isUp).toList();
        return fresh.isEmpty() ? answering : fresh;
    }

    /** Whether some replica is up and within the permitted lag. */
    boolean anyUp(Collection<Node> tried) {
        return all().stream().anyMatch(replica -> isUp(replica) && !tried.contains(replica));
    }

    Node select(List<Node> candidates) {
        ReplicaCandidate selected = selector.select(candidates);
        if (selected instanceof Node node && candidates.contains(node)) {
            return node;
        }
        throw new IllegalStateException("the ReplicaSelector returned none of its candidates: " + selected);
    }

    /** Takes a replica out if the failure says that it cannot be reached. */
    void failed(Node replica, SQLException failure) {
        if (ConnectionFailures.isNodeFailure(failure) && replica.health().failed()) {
            eject(replica, failure);
        }
    }

    /**
     * Takes note of a failed poll.
     *
     * @return whether the failure says that the replica cannot be reached
     */
    boolean probeFailed(Node replica, SQLException failure) {
        if (!ConnectionFailures.isNodeFailure(failure)) {
            return false;
        }
        if (replica.health().failed()) {
            eject(replica, failure);
        } else {
            replica.health().probeFailed();
        }
        return true;
    }

    /** Compares what a replica had with what the primary has at a later moment. */
    void compared(Node replica, long asOf, ReplicationPosition primary) {
        if (replica.health().compared(asOf, primary)) {
            events.warn("replica " + replica + " is out of rotation: it has transactions that the primary has not");
        }
    }

    void answered(Node replica) {
        if (replica.health().answered()) {
            events.info("replica " + replica + " is back");
            events.tell(listener -> listener.onReplicaUp(replica.name()));
        }
    }

    private void eject(Node replica, SQLException cause) {
        replica.ejected();
        events.warn("replica " + replica + " is out of rotation: a connection failed, SQLState " + cause.getSQLState());
        events.tell(listener -> listener.onReplicaDown(replica.name(), cause));
    }

    private boolean isUp(Node replica) {
        var fresh = replica.health().freshAsOf();
        ReplicaHealth health = replica.health();
        return replica.isMember()
                && !health.isDown()
                && !health.isDiverged()
                && fresh.isPresent()
                && System.nanoTime() - fresh.getAsLong() <= maxLagNanos;
    }
}
