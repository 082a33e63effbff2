package io.cloakroom.examples.lab;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.tck.RunningContainer;
import io.cloakroom.session.tck.SessionContainerContract;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;

/** The contract of containers, with all that is between a browser and a store that is a server of its own. */
abstract class WholePath extends SessionContainerContract {

    @Override
    protected abstract SessionStore openStore();

    /** How long a request may try again. DynamoDB Local is slow where 20 requests want the same cart. */
    Duration budget() {
        return Duration.ofSeconds(1);
    }

    @Override
    protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
        return new JettyInstance(SessionFilter.builder(store).budget(budget()).build(), application);
    }
}
