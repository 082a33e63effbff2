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

    /**
     * Says the same in a sentence, for a log or a page that explains.
     *
     * @return for instance {@code az1 (replica): Connection.setReadOnly(true) asked for a replica}
     */
    public String explanation() {
        return node + " (" + (route == Route.PRIMARY ? "primary" : "replica") + "): " + reason.explanation;
    }

    /** Why a node was taken. */
    public enum Reason {
        /** Nothing asked for a replica. */
        DEFAULT("nothing asked for a replica"),
        /** {@link Routing#primary} asked for the primary. */
        PRIMARY_SCOPE("Routing.primary asked for the primary"),
        /** {@link Routing#readOnly} asked for a replica. */
        READ_ONLY_SCOPE("Routing.readOnly asked for a replica"),
        /** {@code Connection.setReadOnly(true)} asked for a replica. */
        READ_ONLY_CONNECTION("Connection.setReadOnly(true) asked for a replica"),
        /** A read that locks rows, such as {@code SELECT … FOR UPDATE}, has to lock them on the primary. */
        LOCKING_READ("the read locks rows, which only the primary can do"),
        /** The transaction began on this node and stays there. */
        TRANSACTION("the transaction began here and stays"),
        /** The connection has session state that was set by SQL on this node, such as a user variable. */
        SESSION_STATE("SQL has set session state here"),
        /** A replica was asked for, but none is configured. */
        NO_REPLICA_CONFIGURED("a replica was asked for, but there is none"),
        /** A replica was asked for, but none is up and within the permitted lag: the primary stands in. */
        NO_REPLICA_UP("a replica was asked for, but none is up and within the permitted lag"),
        /** A replica was asked for, but none has what the scope wrote or saw before: the primary stands in. */
        NO_REPLICA_FRESH("a replica was asked for, but none has what the scope wrote or saw before"),
        /** {@link Routing#staleOk} took a replica that is behind by more than is permitted otherwise. */
        STALE_OK("old data will do, and no replica is within the permitted lag");

        private final String explanation;

        Reason(String explanation) {
            this.explanation = explanation;
        }
    }
}
