package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

/**
 * Where a statement went, and why.
 *
 * @param node the name of the node; the primary of the configuration is called {@code "primary"}
 * @param route what the node is
 * @param reason why it was taken
 */
public record Decision(String node, Route route, Reason reason) {

    /**
     * Checks that nothing is missing.
     *
     * @param node the name of the node
     * @param route what the node is
     * @param reason why it was taken
     * @throws NullPointerException if an argument is {@code null}
     */
    public Decision {
        requireNonNull(node, "node");
        requireNonNull(route, "route");
        requireNonNull(reason, "reason");
    }

    /** Why a node was taken. */
    public enum Reason {
        /** Nothing asked for a replica. */
        DEFAULT,
        /** {@link Routing#primary} asked for the primary. */
        PRIMARY_SCOPE,
        /** {@link Routing#readOnly} asked for a replica. */
        READ_ONLY_SCOPE,
        /** {@code Connection.setReadOnly(true)} asked for a replica. */
        READ_ONLY_CONNECTION,
        /** A read that locks rows, such as {@code SELECT … FOR UPDATE}, has to lock them on the primary. */
        LOCKING_READ,
        /** The transaction began on this node and stays there. */
        TRANSACTION,
        /** The connection has session state that was set by SQL on this node, such as a user variable. */
        SESSION_STATE,
        /** A replica was asked for, but none is configured. */
        NO_REPLICA_CONFIGURED,
        /** A replica was asked for, but none is up and within the permitted lag: the primary stands in. */
        NO_REPLICA_UP,
        /** A replica was asked for, but none has what the scope wrote or saw before: the primary stands in. */
        NO_REPLICA_FRESH,
        /** {@link Routing#staleOk} took a replica that is behind by more than is permitted otherwise. */
        STALE_OK
    }
}
