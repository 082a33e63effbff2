package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The connection of a poller to its node: kept open, and opened anew after a failure. Used by one thread. */
final class PollConnection {

    /** A server that accepts but does not answer must not hold the poller for ever. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

    private final Node node;
    private @Nullable Connection connection;

    PollConnection(Node node) {
        this.node = node;
    }

    /** Asks the node, on a new connection if the last answer was a failure. */
    NodeReport ask(Question question) throws SQLException {
        Connection kept = connection;
        try {
            return question.on(kept == null ? open() : kept);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Makes the next question go over a new physical connection: this one leads to the wrong server. */
    void discard() {
        Connection old = connection;
        if (old != null) {
            try {
                old.abort(Runnable::run);
            } catch (SQLException e) {
                System.getLogger(PollConnection.class.getName())
                        .log(System.Logger.Level.DEBUG, "aborting the poll connection to " + node, e);
            }
        }
        close();
    }

    void close() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                System.getLogger(PollConnection.class.getName())
                        .log(System.Logger.Level.DEBUG, "closing the poll connection to " + node, e);
            }
        }
    }

    private Connection open() throws SQLException {
        Connection fresh = node.dataSource().getConnection();
        connection = fresh;
        if (!fresh.getAutoCommit()) {
            fresh.setAutoCommit(true);
        }
        try {
            fresh.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER_WITHIN.toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            // the driver's own time-outs have to do
            return fresh;
        }
        return fresh;
    }

    /** What is asked. */
    @FunctionalInterface
    interface Question {
        NodeReport on(Connection connection) throws SQLException;
    }
}
