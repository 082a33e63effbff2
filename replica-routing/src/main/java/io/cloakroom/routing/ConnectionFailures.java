package io.cloakroom.routing;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a node that cannot be reached from a statement that failed and from a pool that is merely used up. */
final class ConnectionFailures {

    private static final String CONNECTION_EXCEPTION = "08";

    /** PostgreSQL's last words before it closes: shut down by an administrator, by a crash, or not up yet. */
    private static final Set<String> SHUTDOWN = Set.of("57P01", "57P02", "57P03");

    private ConnectionFailures() {}

    static boolean isNodeFailure(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (saysSo(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysSo(Throwable cause) {
        return cause instanceof SQLNonTransientConnectionException
                || cause instanceof SQLRecoverableException
                || (cause instanceof SQLException failure && isConnectionState(failure.getSQLState()));
    }

    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith(CONNECTION_EXCEPTION) || SHUTDOWN.contains(state));
    }
}
