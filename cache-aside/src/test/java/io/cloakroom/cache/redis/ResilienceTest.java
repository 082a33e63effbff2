package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.InvalidationFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered and repeated when Redis does not answer, and what is not waited for. */
final class ResilienceTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final RedisServer server = RedisServer.start();
    private final Source source = new Source().with("k", "old").with("other", "value");

    @AfterEach
    void close() {
        server.close();
    }

    /* 300 keys at a second each would not fit into the time that a test has. */
    @Test
    void get_redisFrozenAndLeftAlone_doesNotWait() {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofSeconds(1))
                .heartbeat(LONG)
                .rest(2, LONG);
        try (Node node = Node.start(tier, source, builder -> builder)) {
            server.suspend();
            for (int i = 0; i < 300; i++) {
                source.with("k" + i, "value");
                assertThat(node.get("k" + i)).isEqualTo("value");
            }

            assertThat(node.cache().inspect().shared().available()).isFalse();
            assertThat(node.cache().inspect().loads().uncoordinated()).isEqualTo(300);
            server.resume();
        }
    }

    @Test
    void get_redisAnswersAgain_isAskedAgain() {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(100))
                .heartbeat(LONG)
                .rest(1, Duration.ofMillis(50));
        try (Node node = Node.start(tier, source, builder -> builder)) {
            server.suspend();
            node.get("k");
            assertThat(node.cache().inspect().shared().available()).isFalse();

            server.resume();

            Await.until("asked again", () -> {
                node.get("k");
                return node.cache().inspect().shared().available();
            });
        }
    }

    @Test
    void invalidate_redisDown_isDeliveredWhenItIsBack() {
        try (Node node = node(builder -> builder);
                Node other = node(builder -> builder)) {
            node.get("k");
            byte[] old = stored("k");
            source.with("k", "new");
            server.kill();
            Await.until("noticed", () -> !isOn(node) && !isOn(other));
            assertThatThrownBy(() -> node.cache().invalidate("k")).isInstanceOf(InvalidationFailedException.class);
            assertThat(node.cache().inspect().invalidated().waiting()).isEqualTo(1);

            server.restart();
            store("k", old); // as if it had been on disk

            assertThat(node.get("k")).isEqualTo("new");
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
            other.awaitLocalTier();
            assertThat(other.get("k")).isEqualTo("new");
            assertThat(node.get("k")).isEqualTo("new");
            assertThat(node.cache().inspect().invalidated().redelivered()).isEqualTo(1);
        }
    }

    @Test
    void invalidate_redisFrozenAndDeliverLater_returnsAndTheOwnNodeDoesNotBelieveRedis() {
        try (Node node = node(CacheAsideBuilder::deliverLater)) {
            node.get("k");
            source.with("k", "new");
            server.suspend();

            node.cache().invalidate("k");
            node.cache().invalidateTags(List.of("a tag"));
            node.cache().clear();

            assertThat(node.get("k")).isEqualTo("new");
            assertThat(node.cache().inspect().invalidated().unconfirmed()).isEqualTo(3);
            server.resume();
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
            assertThat(node.get("k")).isEqualTo("new");
            assertThat(node.cache().inspect().invalidated().redelivered()).isEqualTo(3);
        }
    }

    /* Asynchronous replication: the new primary may not know what the old one had confirmed. */
    @Test
    void reconnect_recentInvalidationUnknownThere_isDeliveredAgain() {
        try (Node node = node(builder -> builder);
                Node other = node(builder -> builder)) {
            node.get("k");
            byte[] old = stored("k");
            source.with("k", "new");
            node.cache().invalidate("k");
            store("k", old);

            server.execute("CLIENT", "KILL", "TYPE", "normal");

            Await.until("removed again", () -> stored("k").length == 0);
            Await.until("all are connected", () -> isOn(node) && isOn(other));
            assertThat(other.get("k")).isEqualTo("new");
            assertThat(node.get("k")).isEqualTo("new");
        }
    }

    @Test
    void reconnect_recentPutUnknownThere_isForgottenAgain() {
        try (Node node = node(builder -> builder);
                Node other = node(builder -> builder)) {
            node.get("k");
            byte[] old = stored("k");
            source.with("k", "new");
            node.cache().put("k", "new");
            store("k", old);

            server.execute("CLIENT", "KILL", "TYPE", "normal");

            Await.until("removed again", () -> stored("k").length == 0);
            Await.until("all are connected", () -> isOn(node) && isOn(other));
            assertThat(other.get("k")).isEqualTo("new");
            assertThat(node.get("k")).isEqualTo("new");
        }
    }

    @Test
    void reconnect_redeliveredInvalidationUnknownThere_isDeliveredAgain() {
        try (Node node = node(CacheAsideBuilder::deliverLater)) {
            node.get("k");
            byte[] old = stored("k");
            source.with("k", "new");
            server.kill();
            Await.until("noticed", () -> !isOn(node));
            node.cache().invalidate("k");
            server.restart();
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0 && isOn(node));
            store("k", old);

            server.execute("CLIENT", "KILL", "TYPE", "normal");

            Await.until("removed again", () -> stored("k").length == 0);
        }
    }

    @Test
    void reconnect_moreRecentInvalidationsThanAreRemembered_everythingIsInvalidated() {
        try (Node node = Node.start(server, source);
                Node other = Node.start(server, source)) {
            other.get("other");
            node.cache()
                    .invalidateAll(java.util.stream.IntStream.range(0, 12_000)
                            .mapToObj(i -> "k" + i)
                            .toList());
            assertThat(node.cache().inspect().invalidated().confirmed()).isEqualTo(12_000);

            long epoch = node.epoch();
            server.execute("CLIENT", "KILL", "ID", node.connectionId());

            Await.until("connected again", () -> node.epoch() > epoch);
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
            Await.until("forgotten", () -> {
                assertThat(other.get("other")).isEqualTo("value");
                return other.cache().inspect().shared().outdated() > 0;
            });
        }
    }

    @Test
    void invalidateAll_moreThanCanWait_everythingIsInvalidated() {
        try (Node node = node(CacheAsideBuilder::deliverLater)) {
            node.get("other");
            server.kill();
            Await.until("noticed", () -> !isOn(node));

            node.cache()
                    .invalidateAll(java.util.stream.IntStream.range(0, 10_002)
                            .mapToObj(i -> "k" + i)
                            .toList());

            assertThat(node.cache().inspect().invalidated().waiting()).isLessThan(100);
            server.restart();
            Await.until("delivered", () -> node.cache().inspect().invalidated().waiting() == 0);
        }
    }

    private Node node(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(500))
                .invalidationTimeout(Duration.ofMillis(500))
                .connectTimeout(Duration.ofSeconds(5))
                .heartbeat(LONG);
        return Node.start(tier, source, settings);
    }

    private static boolean isOn(Node node) {
        return node.cache().inspect().local().on();
    }

    private byte[] stored(String key) {
        var client = RedisClient.create(server.uri());
        try (var connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
            byte[] stored = connection.sync().get(new KeyNames(Node.NAMESPACE).entry(key));
            return stored == null ? new byte[0] : stored;
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }

    private void store(String key, byte[] bytes) {
        var client = RedisClient.create(server.uri());
        try (var connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
            connection.sync().set(new KeyNames(Node.NAMESPACE).entry(key), bytes);
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }
}
