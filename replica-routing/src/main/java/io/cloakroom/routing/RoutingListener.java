package io.cloakroom.routing;

import java.sql.SQLException;
import java.util.List;

/**
 * Hears what the router does. Called by the thread at hand: that of the application for decisions, a background thread
 * or the application's for health. Implementations are safe for use by many threads, return soon and do not use the
 * data source. An exception thrown here is logged and otherwise ignored.
 */
public interface RoutingListener {

    /**
     * Called before a statement is sent, once for each statement.
     *
     * @param decision where it goes, and why
     */
    default void onDecision(Decision decision) {}

    /**
     * Called after a replica was taken out of rotation because a connection to it failed.
     *
     * @param replica the replica's name
     * @param cause the failure
     */
    default void onReplicaDown(String replica, SQLException cause) {}

    /**
     * Called after a replica that was down has answered a probe and is back.
     *
     * @param replica the replica's name
     */
    default void onReplicaUp(String replica) {}

    /**
     * Called after the primary has said that it takes no writes, or has not answered two polls in a row. Writes wait
     * for up to {@link ReplicaRoutingBuilder#primaryWait} for another one.
     *
     * @param primary the node's name
     */
    default void onPrimaryLost(String primary) {}

    /**
     * Called after another node was found to be the primary; writes go there from now on.
     *
     * @param from the name of the old primary, which counts as a replica now
     * @param to the name of the new one
     */
    default void onPrimaryChanged(String from, String to) {}

    /**
     * Returns a listener that tells several others, in their order. One that throws keeps the later ones from hearing
     * of that event.
     *
     * @param listeners the others
     * @return a listener
     */
    static RoutingListener all(RoutingListener... listeners) {
        return new ListenerList(List.of(listeners));
    }

    /**
     * Returns a listener that does nothing.
     *
     * @return the listener
     */
    static RoutingListener none() {
        return new RoutingListener() {};
    }
}
