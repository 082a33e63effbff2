package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tokens that are valid for a while only, as those of cloud providers are, and users with few rights. */
class CredentialsTest {

    private static final String USER = "shop";
    private static final String[] RIGHTS = {
        "+@connection", "+@read", "+@write", "+@scripting", "-@dangerous", "~cloakroom:session:*"
    };

    private RedisServer redis;
    private volatile String token = "token-1";

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        allow(redis, token, RIGHTS);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void reconnect_tokenRotated_usesTheNewOne() {
        StoreKey key = Samples.newKey();
        RedisURI uri = uri(RedisCredentialsProvider.from(() -> RedisCredentials.just(USER, token)));
        try (RedisSessionStore store = RedisSessionStore.builder(uri).build()) {
            store.create(key, Samples.session());
            rotate("token-2");

            redis.execute("CLIENT", "KILL", "TYPE", "normal");

            Waiting.until("the store is back", () -> isFound(store, key));
        }
    }

    @Test
    void credentials_newOneStreamed_authenticatesTheOpenConnection() {
        StoreKey key = Samples.newKey();
        StreamedCredentials credentials = new StreamedCredentials(RedisCredentials.just(USER, token));
        try (RedisSessionStore store =
                RedisSessionStore.builder(uri(credentials)).build()) {
            store.create(key, Samples.session());
            String client = idOfClient();
            rotate("token-2");

            credentials.emit(RedisCredentials.just(USER, token));

            Waiting.until(
                    "the connection has authenticated again",
                    () -> redis.execute("INFO", "commandstats").contains("cmdstat_auth"));
            assertThat(store.load(key)).isInstanceOf(Found.class);
            assertThat(idOfClient()).as("the same connection").isEqualTo(client);
        }
    }

    @Test
    void reconnect_tokenExpired_isNotNotFound() {
        StoreKey key = Samples.newKey();
        RedisURI uri = uri(RedisCredentialsProvider.from(() -> RedisCredentials.just(USER, "token-1")));
        try (RedisSessionStore store = RedisSessionStore.builder(uri).build()) {
            store.create(key, Samples.session());
            rotate("token-2");
            redis.execute("CLIENT", "KILL", "TYPE", "normal");

            Waiting.until("the store has noticed", () -> !isFound(store, key));

            allow(redis, "token-1");
            Waiting.until("the store is back", () -> isFound(store, key));
        }
    }

    @Test
    void everyOperation_userWithTheRecommendedRightsOnACluster_works() {
        try (RedisCluster cluster = RedisCluster.start(3, 0)) {
            cluster.nodes().forEach(node -> {
                allow(node, token, RIGHTS);
                allow(node, token, "+cluster|nodes", "+cluster|myid", "+info");
                node.execute("ACL", "SETUSER", "default", "off");
            });
            RedisURI[] nodes = cluster.nodes().stream()
                    .map(node -> RedisURI.builder(Topology.uriOf(node))
                            .withAuthentication(USER, token)
                            .build())
                    .toArray(RedisURI[]::new);
            try (RedisSessionStore store =
                    RedisSessionStore.clusterBuilder(nodes).build()) {
                StoreKey key = Samples.newKey();
                StoreKey next = Samples.newKey();
                assertThat(store.create(key, Samples.session())).isTrue();
                assertThat(store.changeId(key, next, Samples.changes())).isInstanceOf(Applied.class);
                assertThat(store.load(next)).isInstanceOf(Found.class);
            }
        }
    }

    private void rotate(String next) {
        token = next;
        allow(redis, next, "resetpass");
        allow(redis, next);
    }

    private static void allow(RedisServer server, String password, String... rights) {
        String[] user = {"ACL", "SETUSER", USER, "on"};
        server.execute(Stream.of(user, rights, new String[] {">" + password})
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    private RedisURI uri(RedisCredentialsProvider credentials) {
        return RedisURI.builder(Topology.uriOf(redis))
                .withAuthentication(credentials)
                .build();
    }

    private static boolean isFound(RedisSessionStore store, StoreKey key) {
        try {
            return store.load(key) instanceof Found;
        } catch (SessionStoreUnavailableException e) {
            return false;
        } catch (SessionStoreException e) {
            throw new AssertionError("a token that expires passes by itself", e);
        }
    }

    /** Returns the id of the connection of the user. */
    private String idOfClient() {
        return redis.execute("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains("user=" + USER))
                .map(line -> line.split(" ", -1)[0])
                .findFirst()
                .orElseThrow();
    }

    /** Yields credentials and says when there are new ones. */
    private static final class StreamedCredentials implements RedisCredentialsProvider {

        private final Sinks.Many<RedisCredentials> sink = Sinks.many().replay().latest();

        StreamedCredentials(RedisCredentials first) {
            emit(first);
        }

        void emit(RedisCredentials next) {
            sink.emitNext(next, Sinks.EmitFailureHandler.FAIL_FAST);
        }

        @Override
        public Mono<RedisCredentials> resolveCredentials() {
            return credentials().next();
        }

        @Override
        public boolean supportsStreaming() {
            return true;
        }

        @Override
        public Flux<RedisCredentials> credentials() {
            return sink.asFlux();
        }
    }
}
