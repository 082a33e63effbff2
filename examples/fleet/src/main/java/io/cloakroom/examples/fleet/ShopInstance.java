package io.cloakroom.examples.fleet;

import io.cloakroom.testservers.ChildProcess;
import io.cloakroom.testservers.FreePort;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One instance of the shop, a JVM of its own. */
final class ShopInstance implements AutoCloseable {

    private static final String MAIN = "io.cloakroom.examples.myclothes.MyClothes";
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final int port;
    private final ChildProcess process;

    private ShopInstance(String name, int port, ChildProcess process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** Starts an instance and returns at once. */
    static ShopInstance start(String name, Path shop, Map<String, String> settings) {
        int port = FreePort.find();
        List<String> command = List.of(
                ChildProcess.javaCommand().toString(),
                "-Xmx256m",
                "-cp",
                shop.resolve("*") + File.pathSeparator + shop.resolve("lib").resolve("*"),
                MAIN);
        ChildProcess.Builder child = ChildProcess.builder(name, command)
                .environment("MYCLOTHES_INSTANCE", name)
                .environment("MYCLOTHES_PORT", String.valueOf(port));
        settings.forEach(child::environment);
        return new ShopInstance(name, port, child.start());
    }

    String name() {
        return name;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    ChildProcess process() {
        return process;
    }

    /**
     * Waits until the instance is ready.
     *
     * @throws FleetException with the instance's own words if it ends instead, or does not get ready in time
     */
    void awaitReady(HealthChecks healthChecks) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!healthChecks.isReady(address())) {
            if (!process.isAlive()) {
                throw new FleetException(name + " did not start: " + lastWords(), null);
            }
            if (System.nanoTime() > deadline) {
                throw new FleetException(
                        name + " was not ready after " + START_TIMEOUT.toSeconds() + " s: " + lastWords(), null);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop(STOP_TIMEOUT);
    }

    @Override
    public String toString() {
        return name;
    }

    private String lastWords() {
        List<String> lines =
                process.log().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "it wrote nothing" : lines.get(lines.size() - 1);
    }
}
