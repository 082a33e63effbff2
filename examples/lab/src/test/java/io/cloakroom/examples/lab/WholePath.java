package io.cloakroom.examples.lab;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.tck.RunningContainer;
import io.cloakroom.session.tck.SessionContainerContract;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;

/** The contract of containers, with all that is between a browser and a store that is a server of its own. */
abstract class WholePath extends SessionContainerContract {

    /** Longer than in earnest: what a busy machine delays must not be tried again, for that is counted. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long a request may try again. */
    private static final Duration BUDGET = Duration.ofSeconds(10);

    @Override
    protected abstract SessionStore openStore();

    @Override
    protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
        return new JettyInstance(SessionFilter.builder(store).budget(BUDGET).build(), application);
    }
}
