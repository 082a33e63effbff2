package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * MySQL with GTIDs ({@code gtid_mode=ON}). A replica's {@code gtid_executed} has a transaction when it is visible, if
 * {@code replica_preserve_commit_order} is on, as it is by default from 8.0.27; the sets are compared, so that gaps do
 * no harm otherwise either. Needs no privilege.
 */
final class MySqlDialect implements ReplicationDialect {

    static final String QUESTION = "SELECT @@global.read_only, @@global.gtid_mode, @@global.gtid_executed";

    @Override
    public String engine() {
        return "mysql";
    }

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        try (Statement statement = node.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            return report(takenFor, row.getBoolean(1), row.getString(2), row.getString(3));
        }
    }

    /** Without GTIDs both sets are empty, and cover each other whatever a replica lacks. */
    static NodeReport report(Route takenFor, boolean readOnly, @Nullable String mode, @Nullable String executed)
            throws SQLException {
        if (takenFor == Route.PRIMARY && !readOnly && !"ON".equalsIgnoreCase(mode)) {
            throw new UnknownPositionException(
                    "The primary's position is unknown: gtid_mode is " + mode + ", set gtid_mode=ON on all servers");
        }
        try {
            return new NodeReport(!readOnly, MySqlGtidSet.parse(executed == null ? "" : executed));
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    @Override
    public ReplicationPosition parse(String text) {
        return MySqlGtidSet.parse(text);
    }

    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return ReplicationDialect.super.isReadOnlyRefusal(failure) || ReadOnlyRefusals.isMariaDbOrMySql(failure);
    }
}
