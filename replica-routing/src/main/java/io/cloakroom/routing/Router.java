package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Finds a node and a connection to it for what a statement asks for. */
final class Router {

    private final Node primary;
    private final ReplicaSet replicas;
    private final PrimaryShare share;
    private final ReplicationMonitor monitor;
    private final RoutingTimes times;
    private final ReplicationDialect dialect;
    private final LongAdder freshnessWaits = new LongAdder();

    Router(
            Node primary,
            ReplicaSet replicas,
            PrimaryShare share,
            ReplicationMonitor monitor,
            ReplicationDialect dialect,
            RoutingTimes times) {
        this.primary = primary;
        this.replicas = replicas;
        this.share = share;
        this.monitor = monitor;
        this.dialect = dialect;
        this.times = times;
    }

    int replicaCount() {
        return replicas.all().size();
    }

    /** Whether positions are the servers' own. */
    boolean tellsPositions() {
        return dialect.tellsPositions();
    }

    /** Whether a connection to a replica may go on serving a scope. */
    boolean mayServe(Node replica, ScopeMemory memory) {
        return replicas.mayServe(replica, memory);
    }

    /** As {@link #mayServe}, after giving the replica a moment to catch up. */
    boolean willServe(Node replica, ScopeMemory memory) throws SQLException {
        return mayServe(replica, memory) || waited(() -> mayServe(replica, memory));
    }

    /** Chooses among the replicas that may serve a scope now; {@code otherwise} if there is none. */
    Node choose(ScopeMemory memory, Node otherwise) {
        List<Node> candidates = replicas.candidates(memory, List.of());
        return candidates.isEmpty() ? otherwise : replicas.select(candidates);
    }

    /** Takes note of a failed statement or connection. */
    void failed(Node node, SQLException failure) {
        if (!node.isPrimary()) {
            replicas.failed(node, failure);
        }
    }

    /** Gives a replica's refusal of a write a name; returns any other failure as it is. */
    SQLException explained(Node node, SQLException failure) {
        if (node.isPrimary() || failure instanceof ReadOnlyViolationException || !dialect.isReadOnlyRefusal(failure)) {
            return failure;
        }
        return new ReadOnlyViolationException(
                "Replica " + node + " refused a write. Make the connection not read-only before the transaction begins,"
                        + " or put the work into Routing.primary.",
                failure);
    }

    /**
     * Takes a connection.
     *
     * @param chosen the replica to try first, if {@link #choose} has named one
     */
    Lease lease(Wanted wanted, ConnectionSource source, ScopeMemory memory, @Nullable Node chosen) throws SQLException {
        if (wanted.route() == Route.PRIMARY) {
            return open(primary, source, wanted.reason(), Router::giveBackNothing);
        }
        if (replicas.isEmpty()) {
            return open(primary, source, Reason.NO_REPLICA_CONFIGURED, Router::giveBackNothing);
        }
        return replica(wanted, source, memory, chosen);
    }

    RoutingStatus status() {
        List<NodeStatus> statuses = new ArrayList<>();
        for (Node replica : replicas.all()) {
            statuses.add(replica.status(times.maxLag()));
        }
        return new RoutingStatus(
                primary.status(times.maxLag()), statuses, share.taken(), share.refused(), freshnessWaits.sum());
    }

    /** Tries the replicas, then the primary's share, and again while there is time: either may come free. */
    private Lease replica(Wanted wanted, ConnectionSource source, ScopeMemory memory, @Nullable Node chosen)
            throws SQLException {
        Deadline deadline = Deadline.in(times.acquireWithin());
        List<Node> tried = new ArrayList<>(2);
        SQLException failure = null;
        do {
            List<Node> candidates = freshCandidates(memory, tried);
            if (candidates.isEmpty()) {
                if (takesShare()) {
                    return open(primary, source, standInReason(tried), share::giveBack);
                }
                continue;
            }
            Node node = first(chosen, candidates);
            try {
                return open(node, source, wanted.reason(), Router::giveBackNothing);
            } catch (SQLException e) {
                replicas.failed(node, e);
                tried.add(node);
                failure = e;
            }
        } while (!deadline.passed() && (share.size() > 0 || hasCandidates(memory, tried)));
        share.refuse();
        throw new NoReplicaAvailableException(
                "No replica can take this read (" + standInReason(tried) + ") and the primary may take no more than "
                        + share.size() + " such reads at once (primaryFallback)",
                failure);
    }

    private boolean hasCandidates(ScopeMemory memory, List<Node> tried) {
        return !replicas.candidates(memory, tried).isEmpty();
    }

    private boolean takesShare() throws SQLException {
        try {
            return share.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Reason standInReason(List<Node> tried) {
        return replicas.anyUp(tried) ? Reason.NO_REPLICA_FRESH : Reason.NO_REPLICA_UP;
    }

    private Node first(@Nullable Node chosen, List<Node> candidates) {
        return chosen != null && candidates.contains(chosen) ? chosen : replicas.select(candidates);
    }

    private List<Node> freshCandidates(ScopeMemory memory, List<Node> tried) throws SQLException {
        List<Node> candidates = replicas.candidates(memory, tried);
        if (!candidates.isEmpty() || !replicas.anyUp(tried)) {
            return candidates;
        }
        waited(() -> !replicas.candidates(memory, tried).isEmpty());
        return replicas.candidates(memory, tried);
    }

    private boolean waited(BooleanSupplier condition) throws SQLException {
        freshnessWaits.increment();
        try {
            return monitor.await(condition, times.freshnessWait());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Lease open(Node node, ConnectionSource source, Reason reason, Runnable onReturn) throws SQLException {
        try {
            Connection connection = node.connect(source);
            try {
                return new Lease(node, connection, reason, onReturn);
            } catch (SQLException | RuntimeException | Error e) {
                node.disconnected();
                connection.close();
                throw e;
            }
        } catch (SQLException | RuntimeException | Error e) {
            onReturn.run();
            throw e;
        }
    }

    private static void giveBackNothing() {}

    private static SQLException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SQLException("interrupted while waiting for a replica", e);
    }
}
