package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderTest {

    private final RedisURI uri = RedisURI.create(RedisServer.shared().uri());

    @Test
    void keyPrefix_separatesStoresOnOneServer() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore shop =
                        RedisSessionStore.builder(uri).keyPrefix("shop:").build();
                RedisSessionStore forum =
                        RedisSessionStore.builder(uri).keyPrefix("forum:").build()) {
            shop.create(key, Samples.session());

            assertThat(shop.load(key)).isInstanceOf(Found.class);
            assertThat(forum.load(key)).isEqualTo(new NotFound());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{shop}:", "shop}", "a\n{"})
    void keyPrefix_emptyOrWithBraces_isRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri).keyPrefix(prefix))
                .withMessageStartingWith("keyPrefix must not be empty nor have braces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT1M0.001S"})
    void timeout_outOfRange_isRefused(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri).timeout(timeout))
                .withMessage("timeout must be 1 ms to 1 min: " + timeout);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 11})
    void waitForReplicas_outOfRange_isRefused(int replicas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri).waitForReplicas(replicas))
                .withMessage("waitForReplicas must be 0 to 10: " + replicas);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.009S", "PT10M0.001S"})
    void expiryPolling_outOfRange_isRefused(Duration interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri).expiryPolling(interval))
                .withMessage("expiryPolling must be 10 ms to 10 min: " + interval);
    }

    @Test
    void nearCache_negative_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri).nearCache(-1))
                .withMessage("nearCache must be 0 bytes or more: -1");
    }

    @Test
    void clusterBuilder_withoutNodes_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(RedisSessionStore::clusterBuilder)
                .withMessage("nodes must name at least one node of the cluster");
    }

    @Test
    void build_clusterClientThatSendsWritesTwice_isRefused() {
        try (RedisClusterClient client = RedisClusterClient.create(uri)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisSessionStore.builder(client).build())
                    .withMessageContaining("REJECT_COMMANDS");
        }
    }

    @Test
    void consolidateFlushes_clientHandedIn_isRefused() {
        try (RedisClient client = RedisClient.create()) {
            client.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisSessionStore.builder(client, uri)
                            .consolidateFlushes(true)
                            .build())
                    .withMessageContaining("consolidateFlushes needs a client of the store's own");
        }
    }

    @Test
    void consolidateFlushes_manyThreads_eachGetsItsAnswer() throws Exception {
        try (RedisSessionStore store =
                RedisSessionStore.builder(uri).consolidateFlushes(true).build()) {
            StoreKey key = Samples.newKey();
            store.create(key, Samples.session());
            List<FutureTask<Boolean>> readers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                readers.add(new FutureTask<>(() -> IntStream.range(0, 50)
                        .allMatch(n ->
                                store.load(key) instanceof Found && store.load(Samples.newKey()) instanceof NotFound)));
            }
            readers.forEach(reader -> new Thread(reader, "reader").start());
            for (FutureTask<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    @Test
    void close_clientHandedIn_staysOpen() {
        try (RedisClient client = RedisClient.create()) {
            client.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            StoreKey key = Samples.newKey();
            RedisSessionStore store = RedisSessionStore.builder(client, uri).build();
            store.create(key, Samples.session());

            store.close();
            store.close();

            try (StatefulRedisConnection<String, String> connection = client.connect(uri)) {
                assertThat(connection.sync().exists("cloakroom:session:" + key)).isEqualTo(1);
            }
        }
    }

    @Test
    void build_clientThatSendsWritesTwice_isRefused() {
        try (RedisClient client = RedisClient.create()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RedisSessionStore.builder(client, uri).build())
                    .withMessageContaining("REJECT_COMMANDS");
        }
    }
}
