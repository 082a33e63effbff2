package io.cloakroom.routing;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * No replica could take a read, and the primary may not, or not one more: its share for such reads
 * ({@link ReplicaRoutingBuilder#primaryFallback}) is in use. Trying again later may succeed. The SQLState is
 * {@code 08001}.
 */
public final class NoReplicaAvailableException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    private static final String SQL_STATE = "08001";

    /**
     * Creates an exception.
     *
     * @param message what was tried
     * @param cause the last failure of a replica, or {@code null} if none was tried
     */
    public NoReplicaAvailableException(String message, @Nullable Throwable cause) {
        super(message, SQL_STATE, cause);
    }
}
