package io.cloakroom.examples.fleet;

import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A small stand-in for an Application Load Balancer: one address, several instances, health checks. */
final class LoadBalancer implements AutoCloseable {

    private final Server server;
    private final ServerConnector connector;
    private final HealthChecks healthChecks;
    private final List<Target> targets;

    private LoadBalancer(Server server, ServerConnector connector, List<Target> targets) {
        this.server = server;
        this.connector = connector;
        this.targets = targets;
        this.healthChecks = HealthChecks.start(targets);
    }

    /**
     * Starts a load balancer on 127.0.0.1, with no instance yet.
     *
     * @param port the port, 0 for any that is free
     * @throws FleetException if the port is in use
     */
    static LoadBalancer start(int port, Balancing balancing) {
        List<Target> targets = new CopyOnWriteArrayList<>();
        Server server = new Server(new QueuedThreadPool(64, 4));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new BalancingProxy(balancing, targets));
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new FleetException(
                    hasCause(e, BindException.class)
                            ? "Port " + port + " is in use. Choose another one with --port, or 0 for any that is free."
                            : "The load balancer did not start: " + e.getMessage(),
                    e);
        }
        return new LoadBalancer(server, connector, targets);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    }

    /** Waits until the instance is ready and takes it into service. */
    void register(ShopInstance instance) {
        instance.awaitReady(healthChecks);
        targets.add(new Target(instance.name(), instance.address()));
    }

    @Override
    public void close() {
        healthChecks.close();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new FleetException("The load balancer did not stop: " + e.getMessage(), e);
        }
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
