package io.cloakroom.session.tck;

import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.store.SessionStore;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;

final class SessionsInTomcatTest extends SessionContainerContract {

    @TempDir
    private Path directory;

    @Override
    protected RunningContainer start(SessionStore store, HttpServlet application) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        tomcat.addContext("", null)
                .addServletContainerInitializer(
                        (classes, context) -> {
                            SessionFilter.create(store).addTo(context);
                            ServletRegistration.Dynamic servlet = context.addServlet("application", application);
                            servlet.setAsyncSupported(true);
                            servlet.addMapping("/*");
                        },
                        Set.of());
        tomcat.start();
        return new TomcatInstance(tomcat);
    }

    private record TomcatInstance(Tomcat tomcat) implements RunningContainer {

        @Override
        public URI address() {
            return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        }

        @Override
        public void stop() throws LifecycleException {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
