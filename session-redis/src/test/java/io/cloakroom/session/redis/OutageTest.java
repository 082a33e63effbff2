package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that hangs, dies and comes back, under a store that stays. */
class OutageTest {

    private RedisServer redis;
    private RedisSessionStore store;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        store = storeWithTimeout(Duration.ofMillis(300));
    }

    @AfterEach
    void close() {
        store.close();
        redis.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void load_serverHangs_isUnavailableAfterTheTimeout() {
        redis.suspend();

        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> store.load(Samples.newKey()))
                .withMessage("Redis at 127.0.0.1:" + redis.port() + " did not answer within 300 ms.");
    }

    @Test
    void load_serverHungForAWhile_isFoundAgain() {
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        redis.suspend();
        assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(() -> store.load(key));

        redis.resume();

        Waiting.until("the session is found", answered(() -> store.load(key) instanceof Found));
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void load_serverKilled_isUnavailableAndSaysWhere() {
        redis.kill();

        Waiting.until(
                "the connection is known to be down", () -> messageOfLoad().contains("cannot be reached"));

        assertThat(messageOfLoad()).contains("127.0.0.1:" + redis.port());
    }

    @Test
    void everyOperation_serverKilledAndRestarted_worksAgain() {
        redis.kill();
        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> store.load(Samples.newKey()));

        redis.restart();

        StoreKey key = Samples.newKey();
        Waiting.until("a session is stored", answered(() -> store.create(key, Samples.session())));
        assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);
        assertThat(store.load(key)).isInstanceOf(Found.class);
    }

    @Test
    void write_connectionBreaksMeanwhile_isNotSentAgain() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore patient = storeWithTimeout(Duration.ofSeconds(30))) {
            redis.execute("CLIENT", "PAUSE", "60000", "WRITE");
            FutureTask<Boolean> creation = new FutureTask<>(() -> patient.create(key, Samples.session()));
            new Thread(creation, "caller").start();
            Waiting.until(
                    "the server has got the command",
                    () -> redis.execute("CLIENT", "LIST").contains("cmd=evalsha"));
            redis.kill();
            redis.restart();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(creation::get)
                    .withCauseInstanceOf(SessionStoreUnavailableException.class);
            Waiting.until("the store is back", answered(() -> patient.load(key) instanceof NotFound));
        }
    }

    @Test
    void load_connectionBreaksMeanwhile_isTriedAgain() throws Exception {
        try (RedisSessionStore patient = storeWithTimeout(Duration.ofSeconds(30))) {
            redis.execute("CLIENT", "PAUSE", "60000", "ALL");
            FutureTask<LoadOutcome> load = new FutureTask<>(() -> patient.load(Samples.newKey()));
            Thread caller = new Thread(load, "caller");
            caller.start();
            Waiting.until("the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
            redis.kill();
            redis.restart();

            assertThat(load.get()).isEqualTo(new NotFound());
        }
    }

    @Test
    void everyOperation_blipShorterThanTheTimeout_goesUnnoticed() throws Exception {
        try (RedisSessionStore patient = storeWithTimeout(Duration.ofSeconds(30))) {
            redis.kill();
            FutureTask<Boolean> creation = new FutureTask<>(() -> patient.create(Samples.newKey(), Samples.session()));
            Thread caller = new Thread(creation, "caller");
            caller.start();
            Waiting.until("the caller waits", () -> caller.getState() == Thread.State.TIMED_WAITING);

            redis.restart();

            assertThat(creation.get()).isTrue();
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void everyOperation_longOutage_failsAtOnce() {
        try (RedisSessionStore patient = storeWithTimeout(Duration.ofSeconds(2))) {
            redis.kill();

            for (int call = 0; call < 50; call++) {
                assertThatExceptionOfType(SessionStoreUnavailableException.class)
                        .isThrownBy(() -> patient.load(Samples.newKey()))
                        .withMessageContaining("cannot be reached");
            }
        }
    }

    private RedisSessionStore storeWithTimeout(Duration timeout) {
        return RedisSessionStore.builder(RedisURI.create(redis.uri()))
                .timeout(timeout)
                .build();
    }

    private String messageOfLoad() {
        try {
            return store.load(Samples.newKey()).toString();
        } catch (SessionStoreUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static BooleanSupplier answered(BooleanSupplier question) {
        return () -> {
            try {
                return question.getAsBoolean();
            } catch (SessionStoreUnavailableException e) {
                return false;
            }
        };
    }
}
