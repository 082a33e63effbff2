package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The executor of the application is full: searches end, and what waits is delivered. */
final class RefusingExecutorTest {

    private final RedisServer server = RedisServer.start();
    private final Source source = new Source().with("k", "old").with("other", "value");
    private final AtomicInteger refused = new AtomicInteger();
    private final Executor refusing = work -> {
        refused.incrementAndGet();
        throw new RejectedExecutionException("full");
    };

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void async_executorRefuses_loadsAllTheSame() {
        try (Node node = Node.start(server, source, builder -> builder.executor(refusing))) {
            assertThat(node.cache()
                            .async()
                            .get("k")
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasValue("old");
            assertThat(node.cache()
                            .async()
                            .getAll(List.of("k", "other"))
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .hasSize(2);
            assertThat(refused).hasPositiveValue();
        }
    }

    @Test
    void get_staleAndExecutorRefuses_isRefreshed() {
        try (Node node = Node.start(
                server,
                source,
                builder -> builder.executor(refusing)
                        .timeToLive(Duration.ofMillis(40))
                        .serveStale(Duration.ofMinutes(5)))) {
            node.get("k");
            source.with("k", "new");

            Await.until("refreshed", () -> node.get("k").equals("new"));
        }
    }

    @Test
    void invalidate_redisDownAndExecutorRefuses_isDelivered() {
        try (Node node =
                Node.start(server, source, builder -> builder.executor(refusing).deliverLater())) {
            server.kill();
            Await.until("noticed", () -> !node.cache().inspect().local().on());
            node.cache().invalidate("k");

            server.restart();

            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
            assertThat(refused).hasPositiveValue();
        }
    }
}
