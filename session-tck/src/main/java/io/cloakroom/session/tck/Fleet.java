package io.cloakroom.session.tck;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.SessionStore;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Two instances of one application that share a store. */
final class Fleet {

    private final ObservedStore store;
    private final ContractServlet application = new ContractServlet();
    private final List<RunningContainer> instances = new ArrayList<>();

    private Fleet(SessionStore store) {
        this.store = new ObservedStore(store);
    }

    static Fleet start(SessionStore store, Starter starter) throws Exception {
        Fleet fleet = new Fleet(store);
        try {
            for (int instance = 0; instance < 2; instance++) {
                fleet.instances.add(requireNonNull(starter.start(fleet.store, fleet.application), "instance"));
            }
            return fleet;
        } catch (Exception e) {
            fleet.stop();
            throw e;
        }
    }

    /** Says what the application does on a path. */
    void on(String path, ContractServlet.Route route) {
        application.on(path, route);
    }

    ObservedStore store() {
        return store;
    }

    URI first(String path) {
        return instances.get(0).address().resolve(path);
    }

    URI second(String path) {
        return instances.get(1).address().resolve(path);
    }

    void stop() throws Exception {
        for (RunningContainer instance : instances) {
            instance.stop();
        }
        store.close();
    }

    /** As {@link SessionContainerContract#start}. */
    @FunctionalInterface
    interface Starter {
        RunningContainer start(SessionStore store, HttpServlet application) throws Exception;
    }
}
