package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a caller sees of each thing that can happen to a server, during it and afterwards. */
class FaultTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private RedisServer redis;
    private RedisSessionStore store;
    private StoreKey key;

    @BeforeEach
    void start() {
        open(RedisServer.start());
    }

    private void open(RedisServer server) {
        redis = server;
        store = Topology.of(server).timeout(TIMEOUT).build();
        key = Samples.newKey();
        store.create(key, Samples.session());
    }

    @AfterEach
    void close() {
        store.close();
        redis.close();
    }

    @Test
    void frozenForTwoSeconds_isUnavailableMeanwhileAndLosesNothing() {
        freeze(Duration.ofSeconds(2));
    }

    @Test
    @Tag("long")
    void frozenForHalfAMinute_isUnavailableMeanwhileAndLosesNothing() {
        freeze(Duration.ofSeconds(30));
    }

    private void freeze(Duration duration) {
        Instant end = Instant.now().plus(duration);
        redis.suspend();
        int tries = 0;
        while (Instant.now().isBefore(end)) {
            assertUnavailable(() -> store.load(key));
            assertUnavailable(() -> store.save(key, Samples.changes()));
            store.touch(key, 1, Samples.access());
            tries++;
        }

        redis.resume();

        Waiting.until("the session is found", () -> isFound(key));
        long version = ((Found) store.load(key)).record().metadata().version();
        assertThat(version)
                .as("saves that nobody confirmed may have happened, but each once")
                .isBetween(1L, 1L + tries);
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(version + 1, 1));
    }

    @Test
    void restartedWithoutPersistence_sessionsAreGoneAndNewOnesWork() {
        redis.restart();

        Waiting.until("the store is back", () -> answers(() -> store.load(key)));
        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Gone());
        assertThat(store.create(key, Samples.session())).isTrue();
    }

    @Test
    void restartedWithPersistence_sessionsAreBack() {
        close();
        open(RedisServer.start("--appendonly", "yes", "--appendfsync", "always"));

        redis.kill();
        assertUnavailable(() -> store.load(key));
        redis.restart();

        Waiting.until("the session is found", () -> isFound(key));
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));
    }

    /** A server that is started has no connections; one that loads with some of them open does so on command. */
    @Test
    void loading_isUnavailableAndSaysSo() {
        close();
        open(RedisServer.start(
                "--enable-debug-command",
                "local",
                "--key-load-delay",
                "2000",
                "--loading-process-events-interval-bytes",
                "1024"));
        redis.execute("DEBUG", "POPULATE", "1000");

        CompletableFuture<String> reload = CompletableFuture.supplyAsync(() -> redis.execute("DEBUG", "RELOAD"));

        Set<String> failures = new HashSet<>();
        Waiting.until("the server has loaded", () -> {
            failures.add(Waiting.unavailability(() -> store.load(key)));
            return reload.isDone();
        });
        assertThat(reload.join()).isEqualTo("OK");
        assertThat(failures).anyMatch(failure -> failure.contains("is still loading its data"));
        Waiting.until("the session is found", () -> isFound(key));
    }

    @Test
    void flushAll_sessionsAreGoneAndNewOnesWork() {
        redis.execute("FLUSHALL");

        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Gone());
        assertThat(store.changeId(key, Samples.newKey(), Samples.changes())).isEqualTo(new Gone());
        assertThat(store.delete(key, 1)).isEqualTo(new Gone());
        assertThat(store.create(key, Samples.session())).isTrue();
    }

    @Test
    void scriptFlush_goesUnnoticed() {
        StoreKey next = Samples.newKey();
        for (Runnable call : new Runnable[] {
            () -> assertThat(store.create(Samples.newKey(), Samples.session())).isTrue(),
            () -> assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1)),
            () -> assertThat(store.changeId(key, next, Samples.changes())).isEqualTo(new Applied(3, 2)),
            () -> assertThat(store.delete(next, 2)).isInstanceOf(Applied.class)
        }) {
            redis.execute("SCRIPT", "FLUSH");
            call.run();
        }
    }

    @Test
    void outOfMemory_readsAndLogOutsWorkAndWritesAreUnavailable() {
        redis.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
        redis.execute("CONFIG", "SET", "maxmemory", "1");

        assertThat(store.load(key)).isInstanceOf(Found.class);
        assertUnavailable(() -> store.save(key, Samples.changes()));
        assertUnavailable(() -> store.create(Samples.newKey(), Samples.session()));
        assertUnavailable(() -> store.changeId(key, Samples.newKey(), Samples.changes()));
        store.touch(key, 1, Samples.access());
        assertThat(((Found) store.load(key)).record().metadata().version()).isEqualTo(1);

        redis.execute("CONFIG", "SET", "maxmemory", "0");
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));
        redis.execute("CONFIG", "SET", "maxmemory", "1");
        assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);
    }

    private static void assertUnavailable(Runnable call) {
        assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(call::run);
    }

    private boolean isFound(StoreKey session) {
        return answers(() -> assertThat(store.load(session)).isInstanceOf(Found.class));
    }

    private static boolean answers(Runnable call) {
        try {
            call.run();
            return true;
        } catch (SessionStoreUnavailableException e) {
            return false;
        }
    }
}
