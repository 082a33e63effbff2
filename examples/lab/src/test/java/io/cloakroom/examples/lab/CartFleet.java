package io.cloakroom.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.ChildProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Instances of the application, each in a JVM of its own. */
final class CartFleet implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final Pattern READY = Pattern.compile(LabInstance.READY + "(\\d+)");

    private final List<ChildProcess> instances;

    private CartFleet(List<ChildProcess> instances) {
        this.instances = instances;
    }

    /** Starts instances and returns when all of them take requests. */
    static CartFleet start(int size, String sessions) {
        List<String> command = List.of(
                ChildProcess.javaCommand().toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                LabInstance.class.getName(),
                sessions);
        CartFleet fleet = new CartFleet(
                Stream.generate(() -> ChildProcess.builder("instance", command).start())
                        .limit(size)
                        .toList());
        fleet.instances.forEach(CartFleet::port);
        return fleet;
    }

    int size() {
        return instances.size();
    }

    URI cart(int instance) {
        return URI.create("http://127.0.0.1:" + port(instances.get(instance)) + "/cart");
    }

    /** SIGKILL. */
    void kill(int instance) {
        instances.get(instance).kill();
    }

    private static int port(ChildProcess instance) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            Matcher matcher = READY.matcher(instance.log());
            if (matcher.find()) {
                return Integer.parseInt(matcher.group(1));
            }
            assertThat(instance.isAlive() && System.nanoTime() < deadline)
                    .as("an instance is still starting: %s", instance.log())
                    .isTrue();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() {
        instances.forEach(ChildProcess::close);
    }
}
