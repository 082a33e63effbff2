package io.cloakroom.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Calls the application's listener and survives what it throws. */
final class Events {

    private static final Logger log = System.getLogger(ReplicaRoutingDataSource.class.getName());

    private final String name;
    private final RoutingListener listener;

    Events(String name, RoutingListener listener) {
        this.name = name;
        this.listener = listener;
    }

    /** Tells where a statement goes. */
    void decided(Decision decision) {
        try {
            listener.onDecision(decision);
        } catch (RuntimeException e) {
            log.log(Level.WARNING, name + " - a routing listener failed", e);
        }
    }

    void tell(Consumer<RoutingListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            log.log(Level.WARNING, name + " - a routing listener failed", e);
        }
    }

    void info(String message) {
        log.log(Level.INFO, "{0} - {1}", name, message);
    }

    void warn(String message) {
        log.log(Level.WARNING, "{0} - {1}", name, message);
    }
}
