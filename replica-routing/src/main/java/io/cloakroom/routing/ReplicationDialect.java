package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * How a kind of database tells how far its replicas are. Called by background threads only, with connections in
 * autocommit mode that are used for nothing else meanwhile; implementations are safe for use by many threads.
 */
public interface ReplicationDialect {

    /**
     * Asks the primary how far it is. One round trip at most.
     *
     * @param primary a connection to the primary
     * @return a position that covers every transaction whose commit had returned before the call
     * @throws SQLException if it cannot be told, also because the node is not a primary
     */
    ReplicationPosition primaryPosition(Connection primary) throws SQLException;

    /**
     * Asks a replica what it has applied. One round trip, so that it is a probe as well.
     *
     * @param replica a connection to the replica
     * @return a position such that every transaction it covers is visible on the replica
     * @throws SQLException if it cannot be told
     */
    ReplicationPosition appliedPosition(Connection replica) throws SQLException;

    /**
     * Says whether a failure means that the statement wanted to write where only reading is allowed. The default knows
     * SQLState {@code 25006}.
     *
     * @param failure a failure of a statement on a replica
     * @return {@code true} if it is the refusal of a write
     */
    default boolean isReadOnlyRefusal(SQLException failure) {
        return "25006".equals(failure.getSQLState());
    }

    /**
     * Says whether positions are the server's own, or only stand for an assumed time. Where they are assumed, a scope
     * whose reads the primary had to take is not held there by those reads, only by its writes. The default is
     * {@code true}.
     *
     * @return {@code true} if the positions are the server's own
     */
    default boolean tellsPositions() {
        return true;
    }

    /**
     * Returns the default: {@link #mariaDb} when the database says that it is a MariaDB, else {@link #fixedWindow} with
     * 3 seconds.
     *
     * @return the dialect
     */
    static ReplicationDialect detect() {
        return new DetectingDialect(fixedWindow(Duration.ofSeconds(3)));
    }

    /**
     * Returns the dialect of MariaDB with GTID replication: a read follows a write by the position of its transaction.
     *
     * @return the dialect
     */
    static ReplicationDialect mariaDb() {
        return new MariaDbDialect();
    }

    /**
     * Returns a dialect for databases that tell no position: a replica is taken to be behind by a fixed time, always.
     * Reads follow writes only as long as that is true.
     *
     * @param window the time, positive; it must be below the data source's {@code maxLag}
     * @return the dialect
     * @throws IllegalArgumentException if {@code window} is zero or negative
     */
    static ReplicationDialect fixedWindow(Duration window) {
        requireNonNull(window, "window");
        if (window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("window must be positive: " + window);
        }
        return new FixedWindowDialect(window);
    }
}
