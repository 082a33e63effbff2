package io.cloakroom.session.container;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty 12.1 with Servlet 6.0. */
final class JettyEe10Server implements WebServer {

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    JettyEe10Server(Application application) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer(application);
        Path folder = application.folder();
        if (folder != null) {
            context.setBaseResourceAsPath(folder);
        }
        if (application.withErrorPage()) {
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errors.addErrorPage(400, 599, Application.ERROR_PAGE);
            context.setErrorHandler(errors);
        }
        server.setHandler(context);
        server.start();
    }

    @Override
    public URI address() {
        return WebServer.onLoopback(((ServerConnector) server.getConnectors()[0]).getLocalPort());
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
