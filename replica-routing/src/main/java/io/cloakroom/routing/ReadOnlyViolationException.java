package io.cloakroom.routing;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that has to run on the primary met a read-only connection, a read-only scope, or a transaction that began
 * on a replica. Nothing was written. The SQLState is {@code 25006} (read-only SQL transaction).
 */
public final class ReadOnlyViolationException extends SQLNonTransientException {

    private static final long serialVersionUID = 1L;

    private static final String SQL_STATE = "25006";

    /**
     * Creates an exception.
     *
     * @param message what was refused and what to do instead; without the statement's text
     * @param cause the refusal of the replica, or {@code null} if the router refused
     */
    public ReadOnlyViolationException(String message, @Nullable SQLException cause) {
        super(message, SQL_STATE, cause == null ? 0 : cause.getErrorCode(), cause);
    }
}
