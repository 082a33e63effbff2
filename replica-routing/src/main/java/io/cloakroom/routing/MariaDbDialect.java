package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB with GTID replication. A primary's {@code gtid_binlog_pos} has each transaction before its commit returns; a
 * replica's {@code gtid_slave_pos} has it after it is visible. Needs no privilege.
 */
final class MariaDbDialect implements ReplicationDialect {

    private static final int OPTION_PREVENTS_STATEMENT = 1290;
    private static final int READ_ONLY_MODE = 1836;

    @Override
    public ReplicationPosition primaryPosition(Connection primary) throws SQLException {
        try (Statement statement = primary.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@gtid_binlog_pos, @@log_bin, @@read_only")) {
            row.next();
            if (!row.getBoolean(2)) {
                throw new SQLException("The primary writes no binary log (log_bin), so its position is unknown");
            }
            if (row.getBoolean(3)) {
                throw new SQLException("The node configured as primary is read-only (read_only)");
            }
            return GtidPosition.parse(row.getString(1));
        }
    }

    @Override
    public ReplicationPosition appliedPosition(Connection replica) throws SQLException {
        try (Statement statement = replica.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@gtid_slave_pos")) {
            row.next();
            return GtidPosition.parse(row.getString(1));
        }
    }

    /** 1290 is a generic code: only the message tells that it was {@code --read-only}. */
    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return ReplicationDialect.super.isReadOnlyRefusal(failure)
                || failure.getErrorCode() == READ_ONLY_MODE
                || (failure.getErrorCode() == OPTION_PREVENTS_STATEMENT && mentionsReadOnly(failure.getMessage()));
    }

    private static boolean mentionsReadOnly(@Nullable String message) {
        return message != null && (message.contains("read-only") || message.contains("read_only"));
    }
}
