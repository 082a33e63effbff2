package io.cloakroom.session.container;

import io.undertow.Undertow;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Undertow with Servlet 6.0. */
final class UndertowServer implements WebServer {

    private final Undertow undertow;

    UndertowServer(Application application) throws Exception {
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowServer.class.getClassLoader())
                .setContextPath("/")
                .setDeploymentName("application")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        Application.class, new ImmediateInstanceFactory<>(application), Set.of()));
        Path folder = application.folder();
        if (folder != null) {
            deployment.setResourceManager(new PathResourceManager(folder));
        }
        if (application.sessionTimeoutMinutes() >= 0) {
            deployment.setDefaultSessionTimeout(application.sessionTimeoutMinutes() * 60);
        }
        if (application.withErrorPage()) {
            deployment.addErrorPage(Servlets.errorPage(Application.ERROR_PAGE));
        }
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        undertow = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(32)
                .setHandler(manager.start())
                .build();
        undertow.start();
    }

    @Override
    public URI address() {
        return WebServer.onLoopback(
                ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort());
    }

    @Override
    public void stop() {
        undertow.stop();
    }
}
