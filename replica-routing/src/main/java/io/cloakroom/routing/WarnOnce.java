package io.cloakroom.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs a condition as a warning when it begins and at debug level while it lasts. */
final class WarnOnce {

    private static final Logger log = System.getLogger(ReplicaRoutingDataSource.class.getName());

    private final String name;
    private final AtomicBoolean warned = new AtomicBoolean();

    WarnOnce(String name) {
        this.name = name;
    }

    void log(String message, Throwable cause) {
        Level level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
        log.log(level, name + " - " + message, cause);
    }

    void cleared() {
        if (warned.get()) {
            warned.set(false);
        }
    }
}
