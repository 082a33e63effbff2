package io.cloakroom.session.tck;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import jakarta.servlet.http.HttpServlet;
import java.util.List;

final class SessionsInJettyTest extends SessionContainerContract {

    @Override
    protected RunningContainer start(SessionStore store, HttpServlet application) throws Exception {
        return new JettyInstance(application, List.of(SessionFilter.create(store)));
    }
}
