package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a load must have seen gets to every load, whatever way it went: a replica that lags must not lie. */
final class RequiredPositionTest {

    private final RedisServer server = RedisServer.start();
    private final AtomicReference<String> required = new AtomicReference<>();
    private final CacheLoader<String, String> loader = CacheLoader.withContext((key, context) -> {
        required.set(context.requiredPosition().orElse("none"));
        return "value";
    });

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void get_waitedForALeaseInVain_theLoadIsTold() throws Exception {
        try (Node writing = node(builder -> builder);
                Node waiting = node(builder -> builder.leaseTime(Duration.ofMillis(100)));
                RedisTier owner = Node.patient(server.uri()).build()) {
            writing.cache().invalidate("k", "0012");
            LeaseAnswer answer = owner.open(Node.NAMESPACE)
                    .lease("k", UUID.randomUUID(), Duration.ofMinutes(10), Seen.nothing())
                    .toCompletableFuture()
                    .get();
            assertThat(answer).isInstanceOf(LeaseAnswer.Granted.class);

            waiting.get("k");

            assertThat(waiting.cache().inspect().loads().uncoordinated()).isEqualTo(1);
            assertThat(required).hasValue("0012");
        }
    }

    @Test
    void get_whileTheInvalidationWaits_theLoadIsTold() {
        try (Node node = node(CacheAsideBuilder::deliverLater)) {
            server.kill();
            Await.until("noticed", () -> !node.cache().inspect().local().on());
            node.cache().invalidate("k", "0012");

            node.get("k");

            assertThat(required).hasValue("0012");
        }
    }

    /* One without a position, one with an older one, and one that is repeated: none may replace what waits. */
    @Test
    void invalidate_redisDown_theGreatestPositionIsDelivered() {
        try (Node node = node(CacheAsideBuilder::deliverLater);
                Node other = node(builder -> builder)) {
            node.cache().invalidate("k", "0007");
            server.kill();
            Await.until("noticed", () -> !node.cache().inspect().local().on());
            node.cache().invalidate("k", "0012");
            node.cache().invalidate("k", "0009");
            node.cache().invalidate("k");

            server.restart();
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
            other.awaitLocalTier();
            other.get("k");

            assertThat(required).hasValue("0012");
        }
    }

    private Node node(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        return Node.start(server, loader, settings);
    }
}
