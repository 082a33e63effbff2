package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * PostgreSQL with streaming replication. The primary is asked for the place up to which its log is written, a replica
 * for what it has replayed and shows. Needs no privilege. Whoever commits with {@code synchronous_commit=off} has to
 * set that for the user or the database, not only for a session, so that the poller's session has it too.
 */
final class PostgreSqlDialect implements ReplicationDialect {

    /**
     * The flushed place, because what is merely inserted may stay on an idle primary for seconds before it is sent.
     * With {@code synchronous_commit=off} a commit returns before its record is flushed: then the insert place it is.
     */
    private static final String WRITTEN = "CASE current_setting('synchronous_commit') WHEN 'off'"
            + " THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END";

    private static final String QUESTION = "SELECT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery()"
            + " THEN pg_last_wal_replay_lsn() ELSE " + WRITTEN + " END";

    private static final String COMMIT = "COMMIT; SELECT " + WRITTEN;

    @Override
    public String engine() {
        return "postgresql";
    }

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        try (Statement statement = node.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            String lsn = row.getString(2);
            if (lsn == null) {
                throw new SQLException("The replica has replayed nothing yet");
            }
            return new NodeReport(!row.getBoolean(1), position(lsn));
        }
    }

    @Override
    public ReplicationPosition parse(String text) {
        return LsnPosition.parse(text);
    }

    @Override
    public Optional<ReplicationPosition> commit(Connection primary) throws SQLException {
        ReplicationPosition committed;
        try (Statement statement = primary.createStatement()) {
            statement.execute(COMMIT);
            statement.getMoreResults();
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                committed = position(row.getString(1));
            }
        }
        // free: the driver knows that nothing is open; a pool in between learns it by this
        primary.commit();
        return Optional.of(committed);
    }

    private static LsnPosition position(String text) throws SQLException {
        try {
            return LsnPosition.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
