package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.Source;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A primary is lost and a replica takes its place: with Sentinels and in a Cluster. */
@Timeout(120)
final class FailoverTest {

    private final Source source = new Source();

    @ParameterizedTest(name = "hangs {0}")
    @ValueSource(booleans = {false, true})
    void sentinels_primaryLost_cachesFollowAndWhatWasInvalidatedStaysSo(boolean hangs) {
        try (RedisSentinels group = RedisSentinels.start(1)) {
            String address = group.sentinels().stream()
                    .map(sentinel -> "127.0.0.1:" + sentinel.port())
                    .collect(Collectors.joining(",", "redis-sentinel://", "#" + group.name()));
            try (Node node = node(RedisTier.builder(address));
                    Node other = node(RedisTier.builder(address))) {
                source.with("k", "old");
                assertThat(node.get("k")).isEqualTo("old");
                assertThat(other.get("k")).isEqualTo("old");
                assertThat(source.loads()).isEqualTo(1);
                RedisServer lost = group.primary();
                lose(lost, hangs);
                source.with("k", "new");

                node.cache().invalidate("k");
                Await.until(
                        "the other has noticed",
                        () -> !isOn(other) || other.get("k").equals("new"));

                assertThat(node.get("k")).isEqualTo("new");
                Await.until(
                        "delivered to the new primary",
                        () -> node.cache().inspect().invalidated().waiting() == 0 && isOn(node) && isOn(other));
                assertThat(group.primary()).isNotSameAs(lost);
                assertThat(other.get("k")).isEqualTo("new");
                assertThat(node.get("k")).isEqualTo("new");
                if (hangs) {
                    lost.resume();
                }
            }
        }
    }

    @Test
    void cluster_everythingWorksAcrossSlots() {
        try (RedisCluster cluster = RedisCluster.start(3, 0);
                Node node = node(RedisTier.builder(cluster.nodes().get(0).uri()).cluster());
                Node other =
                        node(RedisTier.builder(cluster.nodes().get(1).uri()).cluster())) {
            List<String> keys = keys();
            assertThat(node.cache().getAll(keys)).hasSize(keys.size());
            assertThat(other.cache().getAll(keys)).hasSize(keys.size());
            assertThat(source.loads()).isEqualTo(keys.size());
            assertThat(cluster.nodes())
                    .allSatisfy(server -> assertThat(server.execute("DBSIZE")).isNotEqualTo("0"));
            keys.forEach(key -> source.with(key, "new"));

            node.cache().invalidate("k0");
            node.cache().invalidateAll(List.of("k1", "k2"));
            Await.until(
                    "reported",
                    () -> List.of("k0", "k1", "k2").stream()
                            .allMatch(key -> other.get(key).equals("new")));
            assertThat(other.get("k3")).isEqualTo("old");
            node.cache().clear();

            assertThat(node.cache().getAll(keys).values()).containsOnly("new");
            Await.until("reported", () -> other.get("k9").equals("new"));
            node.cache().put("k5", "put");
            assertThat(node.get("k5")).isEqualTo("put");
            assertThat(node.cache().inspect().shared().failures()).isZero();
        }
    }

    @ParameterizedTest(name = "hangs {0}")
    @ValueSource(booleans = {false, true})
    void cluster_primaryLost_cachesFollowAndWhatWasInvalidatedStaysSo(boolean hangs) {
        try (RedisCluster cluster = RedisCluster.start(3, 1);
                Node node = node(RedisTier.builder(cluster.nodes().get(0).uri()).cluster());
                Node other =
                        node(RedisTier.builder(cluster.nodes().get(1).uri()).cluster())) {
            List<String> keys = keys();
            node.cache().getAll(keys);
            other.cache().getAll(keys);
            RedisServer lost = cluster.primaryOf(new KeyNames(Node.NAMESPACE).entry("k0"));
            lose(lost, hangs);
            keys.forEach(key -> source.with(key, "new"));

            node.cache().invalidateAll(keys);
            assertThat(keys).allSatisfy(key -> assertThat(node.get(key)).isEqualTo("new"));
            Await.until(
                    "delivered to the new primary",
                    () -> node.cache().inspect().invalidated().waiting() == 0
                            && node.cache().inspect().shared().available()
                            && other.cache().inspect().shared().available());

            Await.until(
                    "reported",
                    () -> keys.stream().allMatch(key -> other.get(key).equals("new")));
            assertThat(keys).allSatisfy(key -> assertThat(node.get(key)).isEqualTo("new"));
            if (hangs) {
                lost.resume();
            }
        }
    }

    private List<String> keys() {
        List<String> keys = IntStream.range(0, 40).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> source.with(key, "old"));
        return keys;
    }

    private static void lose(RedisServer server, boolean hangs) {
        if (hangs) {
            server.suspend();
        } else {
            server.kill();
        }
    }

    private static boolean isOn(Node node) {
        return node.cache().inspect().local().on();
    }

    private Node node(RedisTierBuilder tier) {
        RedisTier redis = tier.readTimeout(Duration.ofSeconds(2))
                .invalidationTimeout(Duration.ofSeconds(2))
                .heartbeat(Duration.ofMillis(500))
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        CacheAsideBuilder<String, String> builder = CacheAside.<String, String>builder(Node.NAMESPACE, source)
                .keys(KeyCodec.strings())
                .values(ValueCodec.strings())
                .deliverLater()
                .sharedIn(redis);
        return new Node(redis, builder.build());
    }
}
