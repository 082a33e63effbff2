package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import io.cloakroom.routing.PrimaryLostException.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the primary, also while it changes: whoever needs one waits for the new primary, and a connection that
 * a pool has kept from before leads to a server that takes no writes and is thrown away.
 */
final class PrimaryAccess {

    /** Between two attempts where nobody tells that something has changed. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** For the answer of the server that the poller asks. */
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(1);

    private final Topology topology;
    private final Failover failover;
    private final Timeline timeline;
    private final ReplicationMonitor monitor;
    private final ReplicationDialect dialect;
    private final Duration wait;

    PrimaryAccess(Cluster cluster, ReplicationDialect dialect, Duration wait) {
        this.topology = cluster.topology();
        this.failover = cluster.failover();
        this.timeline = cluster.timeline();
        this.monitor = cluster.monitor();
        this.dialect = dialect;
        this.wait = wait;
    }

    /** Takes a connection, of a new primary if the old one is lost. */
    Lease lease(ConnectionSource source, Reason reason) throws SQLException {
        Deadline deadline = Deadline.in(wait);
        SQLException failure = null;
        while (true) {
            Node primary = topology.primary();
            if (!primary.health().isLost()) {
                try {
                    Lease lease = Lease.open(primary, source, reason);
                    if (leadsToPrimary(lease)) {
                        return lease;
                    }
                } catch (SQLException e) {
                    failure = onlyUnreachable(e);
                }
            }
            if (deadline.passed() && topology.isPrimary(primary)) {
                throw new PrimaryLostException(
                        "There is no primary that takes writes, and none came within " + wait
                                + " (primaryWait); nothing was sent",
                        Outcome.NOT_COMMITTED,
                        failure);
            }
            awaitNews(primary, deadline);
        }
    }

    /**
     * Takes a connection for a read that was meant for a replica.
     *
     * @param onReturn what else to give back, once, also if there is no connection to be had
     * @return the connection; {@code null} if the one that the pool gave leads to a server that is the primary no more
     */
    @Nullable Lease standIn(ConnectionSource source, Reason reason, Runnable onReturn) throws SQLException {
        Lease lease = Lease.open(topology.primary(), source, reason, onReturn);
        return leadsToPrimary(lease) ? lease : null;
    }

    /**
     * Says whether the primary has refused a write because it is the primary no more.
     *
     * @param failure the failure of a statement or commit
     */
    boolean refusedBy(Lease lease, SQLException failure) throws SQLException {
        if (!lease.isPrimary() || !dialect.isReadOnlyRefusal(failure)) {
            return false;
        }
        boolean ambiguous = "25006".equals(failure.getSQLState());
        if (ambiguous && !isConfirmed(lease.node())) {
            return false;
        }
        lease.spoil();
        failover.refused(lease.node());
        monitor.wakeAll();
        return true;
    }

    /** Takes note of a connection to the primary that broke. */
    void broke() {
        monitor.wakeAll();
    }

    /** Commits and learns where, if that is free. */
    Optional<CapturedWrite> commit(Lease lease) throws SQLException {
        long began = System.nanoTime();
        return dialect.commit(lease.connection())
                .map(position -> new CapturedWrite(lease.node().topology(), position, began));
    }

    /** It may as well be a transaction that the application made read-only: the poller asks the server itself. */
    private boolean isConfirmed(Node node) throws SQLException {
        long now = System.nanoTime();
        try {
            monitor.await(
                    () -> node.health().isLost() || timeline.positionSince(now).isPresent(), CONFIRMED_WITHIN);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return node.health().isLost() || !topology.isPrimary(node);
    }

    /**
     * Asks the server, for a while after the primary was seen to be read-only; costs nothing otherwise. The pool may
     * have taken its time: whoever was promoted meanwhile is the primary, whatever this server takes.
     */
    private boolean leadsToPrimary(Lease lease) {
        if (!lease.isPrimary()) {
            lease.close();
            return false;
        }
        if (!lease.node().health().isSuspect()) {
            return true;
        }
        try {
            if (dialect.report(lease.connection(), Route.PRIMARY).writable()) {
                lease.endQuestion();
                return true;
            }
            lease.discard();
            failover.refused(lease.node());
        } catch (SQLException e) {
            lease.discard();
        }
        return false;
    }

    private static SQLException onlyUnreachable(SQLException failure) throws SQLException {
        if (!ConnectionFailures.isNodeFailure(failure)) {
            throw failure;
        }
        return failure;
    }

    private void awaitNews(Node primary, Deadline deadline) throws SQLException {
        boolean wasLost = primary.health().isLost();
        Duration pause = Duration.ofNanos(Math.max(0, Math.min(deadline.remainingNanos(), PAUSE.toNanos())));
        monitor.wakeAll();
        try {
            monitor.await(
                    () -> !topology.isPrimary(primary)
                            || (wasLost && !primary.health().isLost()),
                    pause);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static SQLException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SQLException("interrupted while waiting for the primary", e);
    }
}
