package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Finds a node and a connection to it for what a statement asks for. */
final class Router {

    private final Topology topology;
    private final PrimaryAccess primary;
    private final ReplicaSet replicas;
    private final PrimaryShare share;
    private final Failover failover;
    private final ReplicationMonitor monitor;
    private final FailureExplainer failures;
    private final ReplicationDialect dialect;
    private final RoutingTimes times;
    private final boolean learnsAtCommit;
    private final LongAdder freshnessWaits = new LongAdder();

    Router(
            Cluster cluster,
            PrimaryShare share,
            ReplicationDialect dialect,
            RoutingTimes times,
            boolean learnsAtCommit) {
        this.topology = cluster.topology();
        this.replicas = cluster.replicas();
        this.failover = cluster.failover();
        this.monitor = cluster.monitor();
        this.primary = new PrimaryAccess(cluster, dialect, times.primaryWait());
        this.failures = new FailureExplainer(replicas, primary, dialect);
        this.share = share;
        this.dialect = dialect;
        this.times = times;
        this.learnsAtCommit = learnsAtCommit;
    }

    PrimaryAccess primary() {
        return primary;
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

    /** What a failed statement means. */
    FailureExplainer failures() {
        return failures;
    }

    /** Whether a commit is to tell its position. */
    boolean learnsAtCommit() {
        return learnsAtCommit;
    }

    /**
     * Takes a connection.
     *
     * @param chosen the replica to try first, if {@link #choose} has named one
     */
    Lease lease(Wanted wanted, ConnectionSource source, ScopeTrail trail, @Nullable Node chosen) throws SQLException {
        if (wanted.route() == Route.PRIMARY) {
            return primary.lease(source, wanted.reason());
        }
        if (replicas.isEmpty()) {
            return primary.lease(source, Reason.NO_REPLICA_CONFIGURED);
        }
        return replica(wanted, source, trail, chosen);
    }

    RoutingStatus status() {
        List<NodeStatus> statuses = new ArrayList<>();
        for (Node replica : replicas.all()) {
            statuses.add(replica.status(times.maxLag()));
        }
        return new RoutingStatus(
                topology.primary().status(times.maxLag()),
                statuses,
                share.taken(),
                share.refused(),
                freshnessWaits.sum(),
                failover.promotions());
    }

    /** Tries the replicas, then the primary's share, and again while there is time: either may come free. */
    private Lease replica(Wanted wanted, ConnectionSource source, ScopeTrail trail, @Nullable Node chosen)
            throws SQLException {
        ScopeMemory memory = trail.seen();
        Deadline deadline = Deadline.in(times.acquireWithin());
        List<Node> tried = new ArrayList<>(2);
        SQLException failure = null;
        do {
            List<Node> candidates = trail.staleOk() ? replicas.staleCandidates(tried) : freshCandidates(memory, tried);
            if (candidates.isEmpty()) {
                Lease standIn = takesShare() ? primary.standIn(source, standInReason(tried), share::giveBack) : null;
                if (standIn != null) {
                    return standIn;
                }
                continue;
            }
            Node node = first(chosen, candidates);
            try {
                return Lease.open(node, source, mayServe(node, memory) ? wanted.reason() : Reason.STALE_OK);
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

    private static SQLException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SQLException("interrupted while waiting for a replica", e);
    }
}
