package io.cloakroom.routing;

import io.cloakroom.routing.PrimaryLostException.Outcome;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Takes note of what failed on a physical connection, and says to the application what it means for its work. */
final class FailureExplainer {

    private final ReplicaSet replicas;
    private final PrimaryAccess primary;
    private final ReplicationDialect dialect;

    FailureExplainer(ReplicaSet replicas, PrimaryAccess primary, ReplicationDialect dialect) {
        this.replicas = replicas;
        this.primary = primary;
        this.dialect = dialect;
    }

    /**
     * Names a failure.
     *
     * @param lease the connection on which it came
     * @param failure what the driver has thrown
     * @param extent what may be committed of the work
     * @return what to throw: the failure itself if there is no more to say
     */
    SQLException explain(Lease lease, SQLException failure, Extent extent) throws SQLException {
        if (isOurs(failure)) {
            return failure;
        }
        if (ConnectionFailures.isNodeFailure(failure) || lease.isClosed()) {
            return broken(lease, failure, extent);
        }
        return lease.isPrimary() ? refusedByPrimary(lease, failure, extent) : refusedByReplica(lease, failure);
    }

    private static boolean isOurs(SQLException failure) {
        return failure instanceof PrimaryLostException
                || failure instanceof ReadOnlyViolationException
                || failure instanceof NoReplicaAvailableException;
    }

    /** What a commit comes to on a connection that broke before. */
    static SQLException brokenBefore(Lease lease) {
        return lease.isPrimary()
                ? new PrimaryLostException(
                        "The connection to the primary broke before the commit, which was not sent",
                        Outcome.NOT_COMMITTED,
                        null)
                : new SQLTransientConnectionException(
                        "The connection to replica " + lease.node() + " broke before the end of the transaction",
                        "08006");
    }

    private SQLException broken(Lease lease, SQLException failure, Extent extent) {
        lease.broke();
        if (!lease.isPrimary()) {
            replicas.failed(lease.node(), failure);
            return failure;
        }
        primary.broke();
        return extent.readsOnly() ? failure : lost(extent.ifLost(), failure);
    }

    private SQLException refusedByPrimary(Lease lease, SQLException failure, Extent extent) throws SQLException {
        if (!primary.refusedBy(lease, failure)) {
            return failure;
        }
        return new PrimaryLostException(
                "The primary " + lease.node() + " takes no writes any more and has refused one",
                extent.ifRefused(failure),
                failure);
    }

    private SQLException refusedByReplica(Lease lease, SQLException failure) {
        if (!dialect.isReadOnlyRefusal(failure)) {
            return failure;
        }
        return new ReadOnlyViolationException(
                "Replica " + lease.node() + " refused a write. Make the connection not read-only before the"
                        + " transaction begins, or put the work into Routing.primary.",
                failure);
    }

    private static SQLException lost(Outcome outcome, SQLException failure) {
        return new PrimaryLostException(
                outcome == Outcome.UNKNOWN
                        ? "The connection to the primary broke before the answer came"
                        : "The connection to the primary broke before the commit was sent",
                outcome,
                failure);
    }
}
