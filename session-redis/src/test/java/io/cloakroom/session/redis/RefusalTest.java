package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.FreePort;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that answers, but not as wished: the message says what to do and gives nothing away. */
class RefusalTest {

    private static final String SECRET = "s3cret";

    private RedisServer redis;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void create_nobodyListens_isUnavailableAndSaysWhere() throws IOException {
        int port = FreePort.find();

        SessionStoreException failure =
                failureOf(() -> RedisSessionStore.create("redis://user:" + SECRET + "@127.0.0.1:" + port));

        assertThat(failure)
                .isInstanceOf(SessionStoreUnavailableException.class)
                .hasMessage("Redis at 127.0.0.1:" + port
                        + " cannot be reached: check that it runs and that the address is right.");
        assertNoSecretIn(failure);
    }

    @Test
    void create_wrongPassword_saysSo() {
        redis.execute("CONFIG", "SET", "requirepass", "another");

        SessionStoreException failure = failureOf(() -> RedisSessionStore.create(uriOf("default", SECRET)));

        assertRefused(failure, "does not know this user and password");
        assertNoSecretIn(failure);
    }

    @Test
    void create_passwordMissing_saysSo() {
        redis.execute("CONFIG", "SET", "requirepass", "another");

        assertRefused(failureOf(() -> RedisSessionStore.create(redis.uri())), "wants a password");
    }

    @Test
    void create_rightPassword_works() {
        redis.execute("CONFIG", "SET", "requirepass", SECRET);

        try (RedisSessionStore store = RedisSessionStore.create(uriOf("default", SECRET))) {
            assertThat(store.create(Samples.newKey(), Samples.session())).isTrue();
        }
    }

    @Test
    void load_commandForbidden_saysWhatToAllow() {
        redis.execute("ACL", "SETUSER", "shop", "on", ">" + SECRET, "+@connection", "~*");
        try (RedisSessionStore store = RedisSessionStore.create(uriOf("shop", SECRET))) {
            SessionStoreException failure = failureOf(() -> store.load(Samples.newKey()));

            assertRefused(failure, "allow +@connection +@read +@write +@scripting");
            assertNoSecretIn(failure);
        }
    }

    @Test
    void everyOperation_userWithTheRecommendedRights_works() {
        redis.execute(
                "ACL",
                "SETUSER",
                "shop",
                "on",
                ">" + SECRET,
                "+@connection",
                "+@read",
                "+@write",
                "+@scripting",
                "-@dangerous",
                "~cloakroom:session:*");
        try (RedisSessionStore store = RedisSessionStore.create(uriOf("shop", SECRET))) {
            StoreKey key = Samples.newKey();
            StoreKey next = Samples.newKey();
            assertThat(store.create(key, Samples.session())).isTrue();
            assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);
            assertThat(store.changeId(key, next, Samples.changes())).isInstanceOf(Applied.class);
            assertThat(store.load(next)).isInstanceOf(Found.class);
            assertThat(store.delete(next, 2)).isInstanceOf(Applied.class);
        }
    }

    @Test
    void load_keyOfAnotherType_saysSo() {
        StoreKey key = Samples.newKey();
        redis.execute("SET", "cloakroom:session:" + key, "text");
        try (RedisSessionStore store = RedisSessionStore.create(redis.uri())) {
            assertRefused(failureOf(() -> store.load(key)), "keyPrefix of its own");
            assertRefused(failureOf(() -> store.save(key, Samples.changes())), "keyPrefix of its own");
        }
    }

    @Test
    void save_memoryFull_isUnavailableAndChangesNothing() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore store = RedisSessionStore.create(redis.uri())) {
            store.create(key, Samples.session());
            Object before = store.load(key);
            redis.execute("CONFIG", "SET", "maxmemory", "1");

            assertUnavailable(failureOf(() -> store.save(key, Samples.changes())), "no memory left");
            assertUnavailable(
                    failureOf(() -> store.changeId(key, Samples.newKey(), Samples.changes())), "no memory left");

            assertThat(store.load(key)).isEqualTo(before);
        }
    }

    @Test
    void delete_memoryFull_isApplied() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore store = RedisSessionStore.create(redis.uri())) {
            store.create(key, Samples.session());
            redis.execute("CONFIG", "SET", "maxmemory", "1");

            assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);
        }
    }

    @Test
    void save_serverBecameAReplica_isUnavailable() throws IOException {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore store = RedisSessionStore.create(redis.uri())) {
            store.create(key, Samples.session());
            redis.execute("REPLICAOF", "127.0.0.1", "" + FreePort.find());

            assertUnavailable(failureOf(() -> store.save(key, Samples.changes())), "is a replica");
            assertThat(store.load(key)).isInstanceOf(Found.class);
        }
    }

    @Test
    void save_replicaBecomesPrimaryInTime_isApplied() throws Exception {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore store = RedisSessionStore.builder(RedisURI.create(redis.uri()))
                .timeout(Duration.ofSeconds(30))
                .build()) {
            store.create(key, Samples.session());
            redis.execute("REPLICAOF", "127.0.0.1", "" + FreePort.find());
            FutureTask<ChangeOutcome> save = new FutureTask<>(() -> store.save(key, Samples.changes()));
            new Thread(save, "caller").start();
            Waiting.until(
                    "the save was refused",
                    () -> redis.execute("INFO", "errorstats").contains("errorstat_READONLY"));

            redis.execute("REPLICAOF", "NO", "ONE");

            assertThat(save.get()).isEqualTo(new Applied(2, 1));
        }
    }

    @Test
    void everyWrite_noReplicaToWaitFor_isUnavailableHoweverOftenItIsTried() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore plain = RedisSessionStore.create(redis.uri());
                RedisSessionStore careful = Topology.of(redis)
                        .waitForReplicas(1)
                        .timeout(Duration.ofMillis(300))
                        .build()) {
            plain.create(key, Samples.session());
            StoreKey next = Samples.newKey();
            // else the text of a script would have to wait behind a WAIT
            redis.execute("SCRIPT", "LOAD", LuaScript.CHANGE_ID.text());
            redis.execute("SCRIPT", "LOAD", LuaScript.DELETE.text());

            for (int tries = 0; tries < 2; tries++) {
                assertUnavailable(
                        failureOf(() -> careful.changeId(key, next, Samples.changes())), "only 0 of 1 replicas");
            }
            for (int tries = 0; tries < 2; tries++) {
                assertUnavailable(failureOf(() -> careful.delete(next, 2)), "only 0 of 1 replicas");
            }
        }
    }

    /** As in a planned fail-over: the primary becomes a replica while a write waits, which has been done already. */
    @Test
    void save_primaryDemotedWhileItWaits_isUnavailable() throws Exception {
        StoreKey key = Samples.newKey();
        redis.execute("SCRIPT", "LOAD", LuaScript.CREATE.text());
        try (RedisSessionStore careful = Topology.of(redis)
                .waitForReplicas(1)
                .timeout(Duration.ofSeconds(30))
                .build()) {
            FutureTask<Boolean> creation = new FutureTask<>(() -> careful.create(key, Samples.session()));
            new Thread(creation, "caller").start();
            Waiting.until(
                    "the write waits", () -> redis.execute("CLIENT", "LIST").contains("cmd=wait"));

            redis.execute("REPLICAOF", "127.0.0.1", "" + FreePort.find());

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(creation::get)
                    .withCauseInstanceOf(SessionStoreUnavailableException.class)
                    .withMessageContaining("only 0 of 1 replicas");
            assertThat(redis.execute("EXISTS", "cloakroom:session:" + key)).isEqualTo("1");
        }
    }

    @Test
    void create_tooManyClients_isUnavailable() {
        redis.execute("CONFIG", "SET", "maxclients", "1");
        try (RedisSessionStore only = RedisSessionStore.create(redis.uri())) {
            assertThat(only).isNotNull();
            assertThat(failureOf(() -> RedisSessionStore.create(redis.uri())))
                    .isInstanceOf(SessionStoreUnavailableException.class);
        }
    }

    @Test
    void create_notAUri_isRefusedWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.create("http://user:" + SECRET + "@[host"))
                .satisfies(RefusalTest::assertNoSecretIn)
                .withMessageStartingWith("uri must be like redis://");
    }

    @Test
    void builder_sentinelsWithoutTheNameOfAPrimary_isRefused() {
        RedisURI uri = RedisURI.builder().withSentinel("127.0.0.1").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSessionStore.builder(uri))
                .withMessageContaining("sentinelMasterId");
    }

    private String uriOf(String user, String password) {
        return "redis://" + user + ":" + password + "@127.0.0.1:" + redis.port();
    }

    private static SessionStoreException failureOf(ThrowingCallable call) {
        SessionStoreException failure = catchThrowableOfType(SessionStoreException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void assertRefused(SessionStoreException failure, String message) {
        assertThat(failure)
                .isNotInstanceOf(SessionStoreUnavailableException.class)
                .hasMessageStartingWith("Redis at 127.0.0.1:")
                .hasMessageContaining(message);
    }

    private static void assertUnavailable(SessionStoreException failure, String message) {
        assertThat(failure).isInstanceOf(SessionStoreUnavailableException.class).hasMessageContaining(message);
    }

    private static void assertNoSecretIn(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
    }
}
