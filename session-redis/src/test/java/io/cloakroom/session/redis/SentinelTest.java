package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.FreePort;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a store finds the primary that Sentinels watch; what it does when they name another is in FailoverTest. */
class SentinelTest {

    private static RedisSentinels sentinels;
    private static RedisURI uri;

    @BeforeAll
    static void startServers() {
        sentinels = RedisSentinels.start(1);
        uri = Topology.uriOf(sentinels);
    }

    @AfterAll
    static void stopServers() {
        sentinels.close();
    }

    @Test
    void everyOperation_goesToThePrimary() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore store = RedisSessionStore.create(uri)) {
            assertThat(store.create(key, Samples.session())).isTrue();
            assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));
            assertThat(store.load(key)).isInstanceOf(Found.class);
        }
        assertThat(sentinels.primary().execute("EXISTS", "cloakroom:session:" + key))
                .isEqualTo("1");
    }

    @Test
    void everyOperation_userWithTheRecommendedRights_works() {
        sentinels
                .servers()
                .forEach(server -> server.execute(
                        "ACL",
                        "SETUSER",
                        "shop",
                        "on",
                        ">token",
                        "+@connection",
                        "+@read",
                        "+@write",
                        "+@scripting",
                        "-@dangerous",
                        "+role",
                        "~cloakroom:session:*"));
        RedisURI withUser = Topology.uriOf(sentinels);
        withUser.setAuthentication("shop", "token".toCharArray());
        try (RedisSessionStore store =
                RedisSessionStore.builder(withUser).waitForReplicas(1).build()) {
            StoreKey key = Samples.newKey();
            assertThat(store.create(key, Samples.sessionOf("alice"))).isTrue();
            assertThat(store.findByPrincipal("alice")).hasSize(1);
            assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);
        }
    }

    @Test
    void build_firstSentinelsDown_asksTheNext() throws IOException {
        RedisServer last = sentinels.sentinels().get(2);
        RedisURI oneIsUp = RedisURI.builder()
                .withSentinelMasterId(sentinels.name())
                .withSentinel("127.0.0.1", FreePort.find())
                .withSentinel("127.0.0.1", FreePort.find())
                .withSentinel("127.0.0.1", last.port())
                .build();

        try (RedisSessionStore store = RedisSessionStore.create(oneIsUp)) {
            assertThat(store.create(Samples.newKey(), Samples.session())).isTrue();
        }
    }

    @Test
    void build_noSentinelUp_isUnavailableAndSaysWhere() throws IOException {
        int port = FreePort.find();
        RedisURI noneIsUp = RedisURI.builder()
                .withSentinelMasterId(sentinels.name())
                .withSentinel("127.0.0.1", port)
                .build();

        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> RedisSessionStore.create(noneIsUp))
                .withMessageContaining("Sentinels at 127.0.0.1:" + port);
    }

    @Test
    void build_unknownPrimary_saysWhatToCorrect() {
        RedisURI unknown = Topology.uriOf(sentinels);
        unknown.setSentinelMasterId("nobody");

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> RedisSessionStore.create(unknown))
                .isNotInstanceOf(SessionStoreUnavailableException.class)
                .withMessageContaining("does not know a primary named 'nobody'");
    }

    @Test
    void close_clientHandedIn_staysOpen() {
        try (RedisClient client = RedisClient.create()) {
            client.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            RedisSessionStore store = RedisSessionStore.builder(client, uri).build();
            assertThat(store.create(Samples.newKey(), Samples.session())).isTrue();

            store.close();
            store.close();

            RedisURI primary = Topology.uriOf(sentinels.primary());
            try (StatefulRedisConnection<String, String> connection = client.connect(primary)) {
                assertThat(connection.sync().ping()).isEqualTo("PONG");
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
