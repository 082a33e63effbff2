package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Counts up a number on the primary and looks how far it has come on a replica. A transaction whose commit had returned
 * before the number was raised is there when the number is, where replication applies in commit order. Several routers
 * may raise the same number.
 */
record HeartbeatDialect(String table) implements ReplicationDialect {

    @Override
    public String engine() {
        return "heartbeat";
    }

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        try (Statement statement = node.createStatement()) {
            boolean writable = takenFor == Route.PRIMARY && raised(statement);
            return new NodeReport(writable, beat(statement));
        }
    }

    @Override
    public ReplicationPosition parse(String text) {
        return new Beat(Long.parseLong(text));
    }

    /** Roles are seen by what a write comes to; replicas are not tried. */
    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return ReplicationDialect.super.isReadOnlyRefusal(failure) || ReadOnlyRefusals.isMariaDbOrMySql(failure);
    }

    private boolean raised(Statement statement) throws SQLException {
        try {
            if (statement.executeUpdate("UPDATE " + table + " SET beat = beat + 1") == 0) {
                throw new UnknownPositionException(
                        "The heartbeat table " + table + " has no row: INSERT INTO " + table + " (beat) VALUES (0)");
            }
            return true;
        } catch (SQLException e) {
            if (isReadOnlyRefusal(e)) {
                return false;
            }
            throw e;
        }
    }

    private Beat beat(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT MAX(beat) FROM " + table)) {
            row.next();
            return new Beat(row.getLong(1));
        }
    }

    /** A count. */
    record Beat(long count) implements ReplicationPosition {

        @Override
        public boolean covers(ReplicationPosition other) {
            return other instanceof Beat beat && count >= beat.count;
        }

        @Override
        public String text() {
            return Long.toString(count);
        }
    }
}
