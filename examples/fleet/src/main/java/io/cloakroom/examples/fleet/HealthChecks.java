package io.cloakroom.examples.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks each instance whether it is ready, as the health checks of an Application Load Balancer do, only more often. */
final class HealthChecks implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofMillis(1500);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "health-checks");
        thread.setDaemon(true);
        return thread;
    });

    private HealthChecks() {}

    /** Begins to ask the targets, and those that are added later. */
    static HealthChecks start(List<Target> targets) {
        HealthChecks checks = new HealthChecks();
        var unused = checks.timer.scheduleWithFixedDelay(
                () -> targets.forEach(target -> target.healthCheckAnswered(checks.isReady(target.address()))),
                INTERVAL.toMillis(),
                INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
        return checks;
    }

    boolean isReady(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health/ready"))
                .timeout(TIMEOUT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
