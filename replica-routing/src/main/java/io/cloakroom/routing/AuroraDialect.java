package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Aurora, whose readers share the writer's storage and tell by how many milliseconds their caches are behind. Positions
 * are moments of this machine: a reader is taken to be behind by what it says and a margin for the age of that figure.
 *
 * @param flavour what kind of Aurora
 * @param margin how old the figure may be
 */
record AuroraDialect(Flavour flavour, Duration margin) implements ReplicationDialect {

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        long now = System.nanoTime();
        try (Statement statement = node.createStatement();
                ResultSet row = statement.executeQuery(flavour.question)) {
            row.next();
            boolean readOnly = row.getBoolean(1);
            double millis = row.getDouble(2);
            return report(readOnly, row.wasNull() ? null : millis, takenFor, now);
        }
    }

    /** The writer's own line has no lag. */
    NodeReport report(boolean readOnly, @Nullable Double lagMillis, Route takenFor, long now) throws SQLException {
        if (takenFor == Route.PRIMARY) {
            return new NodeReport(!readOnly, new Moment(now));
        }
        if (readOnly && lagMillis == null) {
            throw new SQLException("Aurora tells no lag for this reader yet");
        }
        long lag = lagMillis == null ? 0 : (long) Math.ceil(lagMillis * 1e6);
        return new NodeReport(!readOnly, new Moment(now - lag - margin.toNanos()));
    }

    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return ReplicationDialect.super.isReadOnlyRefusal(failure) || ReadOnlyRefusals.isMariaDbOrMySql(failure);
    }

    @Override
    public boolean tellsPositions() {
        return false;
    }

    /** How each kind is asked. */
    enum Flavour {
        MYSQL("SELECT @@innodb_read_only, (SELECT MAX(replica_lag_in_milliseconds)"
                + " FROM information_schema.replica_host_status"
                + " WHERE server_id = @@aurora_server_id AND session_id <> 'MASTER_SESSION_ID')"),
        POSTGRESQL("SELECT pg_is_in_recovery(), (SELECT MAX(replica_lag_in_msec) FROM aurora_replica_status()"
                + " WHERE server_id = aurora_db_instance_identifier() AND session_id <> 'MASTER_SESSION_ID')");

        private final String question;

        Flavour(String question) {
            this.question = question;
        }
    }
}
