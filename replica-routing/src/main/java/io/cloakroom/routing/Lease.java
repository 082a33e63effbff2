package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;

/** A physical connection in use by a routed one, from the pool's hands and back. Used by one thread at a time. */
final class Lease {

    private static final Logger log = System.getLogger(ReplicaRoutingDataSource.class.getName());

    private final Node node;
    private final Connection connection;
    private final Reason reason;
    private final Runnable onReturn;
    private final boolean autoCommitBefore;
    private final boolean primary;
    private final long takenAt = System.nanoTime();
    private volatile boolean broken;

    private Lease(Node node, Connection connection, Reason reason, Runnable onReturn) throws SQLException {
        this.node = node;
        this.primary = node.isPrimary();
        this.connection = connection;
        this.reason = reason;
        this.onReturn = onReturn;
        this.autoCommitBefore = connection.getAutoCommit();
    }

    /** Takes a connection of a node that nothing else depends on. */
    static Lease open(Node node, ConnectionSource source, Reason reason) throws SQLException {
        return open(node, source, reason, () -> {});
    }

    /**
     * Takes a connection of a node.
     *
     * @param onReturn what else to give back, once, also if there is no connection to be had
     */
    static Lease open(Node node, ConnectionSource source, Reason reason, Runnable onReturn) throws SQLException {
        try {
            Connection connection = node.connect(source);
            try {
                return new Lease(node, connection, reason, onReturn);
            } catch (SQLException | RuntimeException | Error e) {
                node.disconnected();
                connection.close();
                throw e;
            }
        } catch (SQLException | RuntimeException | Error e) {
            onReturn.run();
            throw e;
        }
    }

    Node node() {
        return node;
    }

    /** Whether the node was the primary when the connection was taken. */
    boolean isPrimary() {
        return primary;
    }

    /** Whether the node is still what it was. */
    boolean hasItsRole() {
        return primary == node.isPrimary();
    }

    Connection connection() {
        return connection;
    }

    Reason reason() {
        return reason;
    }

    /** Whether the primary was seen to take no writes since: the connection may lead to a server that it was. */
    boolean isOutdated() {
        return primary && node.health().wasReadOnlyAfter(takenAt);
    }

    /** Whether the driver or the pool has given the connection up, whatever it said. Asks no server. */
    boolean isClosed() throws SQLException {
        return connection.isClosed();
    }

    boolean isBroken() {
        return broken;
    }

    /** Whether the primary serves a read here that was meant for a replica. */
    boolean standsIn() {
        return reason == Reason.NO_REPLICA_UP || reason == Reason.NO_REPLICA_FRESH;
    }

    /** Notes that the connection is of no more use. */
    void broke() {
        broken = true;
    }

    /** Makes the connection useless, because a pool must not hand it out as it is now. */
    void spoil() {
        broken = true;
        quietly(() -> connection.abort(Runnable::run));
    }

    /** Brings the physical connection into a mode; free if it is in it. */
    void autoCommit(boolean on) throws SQLException {
        if (connection.getAutoCommit() != on) {
            connection.setAutoCommit(on);
        }
    }

    /**
     * Gives the connection back as it was taken. A failure is none of the application's, whose work is done: the
     * connection is thrown away then.
     *
     * @param transactionOpen whether there is something to roll back first: going back to autocommit would commit it
     * @param questioned whether something was asked outside of a transaction
     * @param settings what to put back
     */
    void giveBack(boolean transactionOpen, boolean questioned, ConnectionSettings settings) {
        if (!broken) {
            try {
                reset(transactionOpen, questioned, settings);
            } catch (SQLException | RuntimeException e) {
                log.log(Level.DEBUG, "throwing away a connection to " + node + " that cannot be put back as it was", e);
                spoil();
            }
        }
        close();
    }

    /** Throws the connection away. */
    void discard() {
        spoil();
        close();
    }

    /** Gives the connection back without a word to the server. */
    void close() {
        quietly(connection::close);
        node.disconnected();
        onReturn.run();
    }

    /** Ends the transaction that a question has begun if the connection is not in autocommit mode. */
    void endQuestion() throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
    }

    private void reset(boolean transactionOpen, boolean questioned, ConnectionSettings settings) throws SQLException {
        if (transactionOpen) {
            connection.rollback();
        } else if (questioned) {
            endQuestion();
        }
        settings.restore(connection);
        autoCommit(autoCommitBefore);
    }

    private void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException | RuntimeException e) {
            log.log(Level.DEBUG, "giving back a connection to " + node, e);
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
