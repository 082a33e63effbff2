package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;

/**
 * Takes each replica to be behind by a fixed time. A position is a moment here, so that the router treats it as any
 * other; the only question that goes to the server is whether it answers.
 */
record FixedWindowDialect(Duration window) implements ReplicationDialect {

    private static final int ANSWER_WITHIN_SECONDS = 2;

    @Override
    public ReplicationPosition primaryPosition(Connection primary) {
        // not asked: a moment needs no answer, and the primary is not taken out of rotation
        return new Moment(System.nanoTime());
    }

    @Override
    public ReplicationPosition appliedPosition(Connection replica) throws SQLException {
        if (!replica.isValid(ANSWER_WITHIN_SECONDS)) {
            throw new SQLNonTransientConnectionException("The replica does not answer", "08000");
        }
        return new Moment(System.nanoTime() - window.toNanos());
    }

    @Override
    public boolean tellsPositions() {
        return false;
    }

    /** A moment in {@link System#nanoTime}. */
    private record Moment(long nanos) implements ReplicationPosition {

        @Override
        public boolean covers(ReplicationPosition other) {
            return other instanceof Moment moment && nanos - moment.nanos >= 0;
        }
    }
}
