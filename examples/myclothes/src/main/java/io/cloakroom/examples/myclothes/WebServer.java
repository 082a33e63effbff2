package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.startup.StartupException;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.EndpointServlet;
import io.cloakroom.session.SessionFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The servlet container. It has no sessions of its own: they are the filter's. */
final class WebServer implements AutoCloseable {

    private static final String ERROR_PATH = "/error";
    private static final int LARGEST_FORM = 20_000;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Server server = new Server();

    /**
     * Creates a server that does not listen yet.
     *
     * @param sessions passed first by all requests
     * @param filters passed next, in this order
     * @param endpoints by the patterns of their paths
     * @param errors shows error pages
     */
    WebServer(SessionFilter sessions, List<Filter> filters, Map<String, Endpoint> endpoints, Endpoint errors) {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setMaxFormContentSize(LARGEST_FORM);
        context.addServletContainerInitializer((classes, servletContext) -> sessions.addTo(servletContext));
        for (Filter filter : filters) {
            context.addFilter(new FilterHolder(filter), "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
        }
        endpoints.forEach((path, endpoint) -> context.addServlet(servlet(endpoint), path));
        context.addServlet(servlet(errors), ERROR_PATH);
        ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
        errorPages.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, ERROR_PATH);
        context.setErrorHandler(errorPages);
        // refuses new requests and waits for those under way when the server is stopped
        server.setHandler(new GracefulHandler(context));
        server.setStopTimeout(DRAIN.toMillis());
    }

    /**
     * Starts to listen.
     *
     * @param address the address to listen on
     * @param port the port, 0 for a free one
     * @return the port
     * @throws StartupException if the port is in use or the address is not one of this machine
     */
    int listen(String address, int port) throws StartupException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address);
        connector.setPort(port);
        server.addConnector(connector);
        try {
            // apart from the start of the rest, so that a port in use is told from any other failure
            connector.open();
        } catch (IOException e) {
            throw StartupException.setting("Cannot listen on " + address + ":" + port
                    + ": stop what listens there, or choose another MYCLOTHES_PORT or MYCLOTHES_ADDRESS");
        }
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the servlet container did not start", e);
        }
        return connector.getLocalPort();
    }

    private static ServletHolder servlet(Endpoint endpoint) {
        return new ServletHolder(new EndpointServlet(endpoint));
    }

    /** Stops listening and waits some seconds for the requests under way. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the servlet container did not stop", e);
        }
    }
}
