package io.cloakroom.session.container;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;

/** Tomcat of whatever version is on the class path. */
final class TomcatServer implements WebServer {

    private final Tomcat tomcat = new Tomcat();
    private final Path baseDirectory;

    TomcatServer(Application application) throws Exception {
        baseDirectory = Files.createTempDirectory("tomcat");
        tomcat.setBaseDir(baseDirectory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = context(application.folder());
        context.addServletContainerInitializer(application, Set.of());
        if (application.sessionTimeoutMinutes() >= 0) {
            context.setSessionTimeout(application.sessionTimeoutMinutes());
        }
        if (application.withErrorPage()) {
            ErrorPage page = new ErrorPage();
            page.setLocation(Application.ERROR_PAGE);
            context.addErrorPage(page);
        }
        tomcat.start();
    }

    /** A folder with classes is a web application, in which Tomcat looks for annotations. */
    private Context context(@Nullable Path folder) {
        if (folder == null) {
            return tomcat.addContext("", null);
        }
        return Files.isDirectory(folder.resolve("WEB-INF/classes"))
                ? tomcat.addWebapp("", folder.toString())
                : tomcat.addContext("", folder.toString());
    }

    @Override
    public URI address() {
        return WebServer.onLoopback(tomcat.getConnector().getLocalPort());
    }

    @Override
    public void stop() throws Exception {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("Tomcat does not stop", e);
        }
        try (var files = Files.walk(baseDirectory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }
}
