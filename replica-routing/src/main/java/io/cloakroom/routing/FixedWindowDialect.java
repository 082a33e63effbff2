package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;

/**
 * Takes each replica to be behind by a fixed time. A position is a moment here, so that the router treats it as any
 * other; the only question that goes to the server is whether it answers. Roles are not told: the primary stays.
 */
record FixedWindowDialect(Duration window) implements ReplicationDialect {

    private static final int ANSWER_WITHIN_SECONDS = 2;

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        if (takenFor == Route.PRIMARY) {
            // not asked: a moment needs no answer
            return new NodeReport(true, new Moment(System.nanoTime()));
        }
        if (!node.isValid(ANSWER_WITHIN_SECONDS)) {
            throw new SQLNonTransientConnectionException("The replica does not answer", "08000");
        }
        return new NodeReport(false, new Moment(System.nanoTime() - window.toNanos()));
    }

    @Override
    public boolean tellsPositions() {
        return false;
    }
}
