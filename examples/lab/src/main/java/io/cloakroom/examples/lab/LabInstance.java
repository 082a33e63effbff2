package io.cloakroom.examples.lab;

import io.cloakroom.session.SessionCookie;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * One instance of a web application with one cart in each session, in a JVM of its own. It says {@value #READY} and its
 * port when it takes requests.
 */
public final class LabInstance {

    /** Printed before the port, on a line of its own. */
    public static final String READY = "ready on port ";

    /** Long enough for an addition to get its turn among all others that want to change the same cart. */
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private LabInstance() {}

    /**
     * Runs an instance until its JVM is ended.
     *
     * @param args where the sessions are, as {@link Stores#open} takes it
     * @throws Exception if the server does not start
     */
    public static void main(String[] args) throws Exception {
        SessionStore store = Stores.open(args[0]);
        SessionFilter sessions = SessionFilter.builder(store)
                .cookie(SessionCookie.insecureForLocalhost())
                .budget(BUDGET)
                .build();
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.addServletContainerInitializer((classes, servletContext) -> sessions.addTo(servletContext));
        context.addServlet(CartServlet.class, "/cart");
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        System.out.println(READY + connector.getLocalPort());
    }
}
