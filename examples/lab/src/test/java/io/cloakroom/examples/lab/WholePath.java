package io.cloakroom.examples.lab;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.tck.RunningContainer;
import io.cloakroom.session.tck.SessionContainerContract;
import jakarta.servlet.http.HttpServlet;

/** The contract of containers, with all that is between a browser and a store that is a server of its own. */
abstract class WholePath extends SessionContainerContract {

    @Override
    protected abstract SessionStore openStore();

    @Override
    protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
        return new JettyInstance(SessionFilter.create(store), application);
    }
}
