package io.cloakroom.routing;

import java.sql.SQLException;
import java.util.List;

/** Several listeners as one. */
record ListenerList(List<RoutingListener> listeners) implements RoutingListener {

    @Override
    public void onDecision(Decision decision) {
        listeners.forEach(listener -> listener.onDecision(decision));
    }

    @Override
    public void onReplicaDown(String replica, SQLException cause) {
        listeners.forEach(listener -> listener.onReplicaDown(replica, cause));
    }

    @Override
    public void onReplicaUp(String replica) {
        listeners.forEach(listener -> listener.onReplicaUp(replica));
    }

    @Override
    public void onPrimaryLost(String primary) {
        listeners.forEach(listener -> listener.onPrimaryLost(primary));
    }

    @Override
    public void onPrimaryChanged(String from, String to) {
        listeners.forEach(listener -> listener.onPrimaryChanged(from, to));
    }
}
