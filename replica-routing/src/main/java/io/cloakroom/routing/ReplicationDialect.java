package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a kind of database tells how far its nodes are, and which of them takes writes. Implementations are safe for use
 * by many threads.
 */
public interface ReplicationDialect {

    /**
     * Asks a node how far it is. One round trip, so that it is a probe as well. Called by background threads, with a
     * connection in autocommit mode that is used for nothing else meanwhile, and rarely by a thread that needs the
     * primary while its role is in doubt.
     *
     * @param node a connection to the node
     * @param takenFor what the router takes the node for at present
     * @return what it says
     * @throws SQLException if it cannot be told
     */
    NodeReport report(Connection node, Route takenFor) throws SQLException;

    /**
     * Reads a position that another instance has sent. The default refuses all, which suits positions that mean nothing
     * elsewhere.
     *
     * @param text what {@link ReplicationPosition#text} has returned
     * @return the position
     * @throws IllegalArgumentException if it is not one of this dialect
     */
    default ReplicationPosition parse(String text) {
        throw new IllegalArgumentException("this dialect has no positions that can be sent");
    }

    /**
     * Returns the name of the positions in a {@link ConsistencyToken}. The default is empty: tokens carry the time of
     * the write then, and rely on the clocks of the instances.
     *
     * @return 1 to 12 lower-case letters or digits; empty if positions cannot be sent
     */
    default String engine() {
        return "";
    }

    /**
     * Commits, and learns the position of what was committed if that costs no round trip more. The default commits and
     * learns nothing.
     *
     * @param primary a connection to the primary with an open transaction; afterwards it has none, and knows it
     * @return a position that covers the transaction; empty if it is not known
     * @throws SQLException if the commit failed or its outcome is not known
     */
    default Optional<ReplicationPosition> commit(Connection primary) throws SQLException {
        primary.commit();
        return Optional.empty();
    }

    /**
     * Says whether a failure means that the statement wanted to write where only reading is allowed. The default knows
     * SQLState {@code 25006}.
     *
     * @param failure a failure of a statement
     * @return {@code true} if it is the refusal of a write; with SQLState {@code 25006} it may come from a transaction
     *     that the application itself made read-only
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
     * Returns the default: {@link #mariaDb}, {@link #mySql} or {@link #postgreSql} when the database says that it is
     * one, else {@link #fixedWindow} with 3 seconds.
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
     * Returns the dialect of PostgreSQL with streaming replication: positions are places in the write-ahead log.
     *
     * @return the dialect
     */
    static ReplicationDialect postgreSql() {
        return new PostgreSqlDialect();
    }

    /**
     * Returns the dialect of MySQL with {@code gtid_mode=ON}: positions are sets of GTIDs. Tested against recorded
     * values only, not against a server.
     *
     * @return the dialect
     */
    static ReplicationDialect mySql() {
        return new MySqlDialect();
    }

    /**
     * Returns the dialect of Aurora MySQL, by the lag that its readers tell. Tokens carry the time of the write. Tested
     * against recorded values only, not against a server.
     *
     * @param margin how old the figure of a lag may be, positive; a second is ample
     * @return the dialect
     * @throws IllegalArgumentException if {@code margin} is zero or negative
     */
    static ReplicationDialect auroraMySql(Duration margin) {
        return new AuroraDialect(AuroraDialect.Flavour.MYSQL, positive(margin, "margin"));
    }

    /**
     * Returns the dialect of Aurora PostgreSQL, by the lag that its readers tell. Tokens carry the time of the write.
     * Tested against recorded values only, not against a server.
     *
     * @param margin how old the figure of a lag may be, positive; a second is ample
     * @return the dialect
     * @throws IllegalArgumentException if {@code margin} is zero or negative
     */
    static ReplicationDialect auroraPostgreSql(Duration margin) {
        return new AuroraDialect(AuroraDialect.Flavour.POSTGRESQL, positive(margin, "margin"));
    }

    /**
     * Returns a dialect for any database that applies transactions in commit order: each poll raises a number in a
     * table of the primary, and looks how far it has come on the replicas. That is a write of one row for each poll of
     * each instance: choose a poll interval of half a second or so. The table is made by the application:
     *
     * <pre>{@code
     * CREATE TABLE cloakroom_heartbeat (beat BIGINT NOT NULL);
     * INSERT INTO cloakroom_heartbeat (beat) VALUES (0);
     * }</pre>
     *
     * @param table the table, perhaps with its schema; letters, digits and underscores
     * @return the dialect
     * @throws IllegalArgumentException if the name has other characters
     */
    static ReplicationDialect heartbeat(String table) {
        if (!requireNonNull(table, "table").matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")) {
            throw new IllegalArgumentException(
                    "table must be a name of letters, digits and underscores, perhaps after a schema: " + table);
        }
        return new HeartbeatDialect(table);
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
        return new FixedWindowDialect(positive(window, "window"));
    }

    private static Duration positive(Duration value, String name) {
        if (requireNonNull(value, name).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }
}
