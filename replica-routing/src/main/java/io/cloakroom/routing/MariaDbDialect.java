package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB with GTID replication. A primary's {@code gtid_binlog_pos} has each transaction before its commit returns; a
 * replica's {@code gtid_slave_pos} has it after it is visible. Needs no privilege.
 */
final class MariaDbDialect implements ReplicationDialect {

    /** What a replica has applied counts as the primary's own after a promotion: {@code gtid_slave_pos} stays. */
    private static final String QUESTION = "SELECT @@read_only, @@log_bin, @@gtid_binlog_pos, @@gtid_slave_pos";

    /**
     * A compound statement commits and tells in one trip. It asks for the server's position: {@code last_gtid} is that
     * of the session, and stays what it was if the transaction has logged nothing.
     */
    private static final String COMMIT = "BEGIN NOT ATOMIC COMMIT; SELECT @@gtid_binlog_pos; END";

    @Override
    public String engine() {
        return "mariadb";
    }

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        try (Statement statement = node.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            boolean writable = !row.getBoolean(1);
            GtidPosition applied = position(row.getString(4));
            if (takenFor == Route.REPLICA) {
                return new NodeReport(writable, applied);
            }
            if (writable && !row.getBoolean(2)) {
                throw new UnknownPositionException(
                        "The primary writes no binary log (log_bin), so its position is unknown");
            }
            return new NodeReport(writable, applied.and(position(row.getString(3))));
        }
    }

    @Override
    public ReplicationPosition parse(String text) {
        return GtidPosition.parse(text);
    }

    @Override
    public Optional<ReplicationPosition> commit(Connection primary) throws SQLException {
        String reached = null;
        try (Statement statement = primary.createStatement()) {
            for (boolean rows = statement.execute(COMMIT); reached == null; rows = statement.getMoreResults()) {
                if (rows) {
                    reached = single(statement);
                } else if (statement.getUpdateCount() < 0) {
                    break;
                }
            }
        }
        // free: the driver knows that nothing is open; a pool in between learns it by this
        primary.commit();
        return reached == null || reached.isEmpty() ? Optional.empty() : Optional.of(position(reached));
    }

    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return ReplicationDialect.super.isReadOnlyRefusal(failure) || ReadOnlyRefusals.isMariaDbOrMySql(failure);
    }

    private static String single(Statement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        }
    }

    private static GtidPosition position(@Nullable String text) throws SQLException {
        try {
            return GtidPosition.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
