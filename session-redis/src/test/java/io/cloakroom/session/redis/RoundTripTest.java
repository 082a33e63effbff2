package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each call costs, counted by the server. */
class RoundTripTest {

    private static RedisServer redis;
    private RedisSessionStore store;
    private StoreKey key;
    private Monitor monitor;

    @BeforeAll
    static void startServer() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @BeforeEach
    void openStoreAndTeachTheScripts() throws IOException {
        store = RedisSessionStore.create(redis.uri());
        key = Samples.newKey();
        StoreKey other = Samples.newKey();
        store.create(key, Samples.session());
        store.save(key, Samples.changes());
        store.create(other, Samples.session());
        store.changeId(other, Samples.newKey(), Samples.changes());
        store.delete(other, 1);
        monitor = Monitor.of(redis);
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
        store.close();
    }

    @Test
    void load_isOnePlainRead() throws IOException {
        store.load(key);

        assertThat(monitor.commands()).containsExactly("hgetall");
    }

    @Test
    void load_unknownKey_isOnePlainRead() throws IOException {
        store.load(Samples.newKey());

        assertThat(monitor.commands()).containsExactly("hgetall");
    }

    @Test
    void create_isOneScript() throws IOException {
        store.create(Samples.newKey(), Samples.session());

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void save_isOneScript() throws IOException {
        assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void save_conflict_bringsTheCurrentRecordAlong() throws IOException {
        assertThat(store.save(key, Samples.changes(77))).isInstanceOf(Conflict.class);

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void changeId_isOneScript() throws IOException {
        assertThat(store.changeId(key, Samples.newKey(), Samples.changes())).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void delete_isOneScript() throws IOException {
        assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void touch_isOneScript() throws IOException {
        store.touch(key, 1, Samples.access());
        awaitEarlierCommands();
        monitor.commands();

        store.touch(key, 1, Samples.access());
        awaitEarlierCommands();

        assertThat(monitor.commands()).containsExactly("evalsha", "hgetall");
    }

    @Test
    void anyScript_unknownToTheServer_costsOneMoreOnce() throws IOException {
        redis.execute("SCRIPT", "FLUSH");
        monitor.commands();

        assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);
        assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).isEqualTo(List.of("evalsha", "eval", "evalsha"));
    }

    @Test
    void touch_unknownToTheServer_arrives() throws IOException {
        redis.execute("SCRIPT", "FLUSH");
        redis.execute("HSET", "cloakroom:session:" + key, "l", "1");

        store.touch(key, 1, Samples.access());

        Waiting.until(
                "the touch has arrived",
                () -> !redis.execute("HGET", "cloakroom:session:" + key, "l").equals("1"));
    }

    /** The connection keeps the order of commands, so after this the server has seen the earlier ones. */
    private void awaitEarlierCommands() {
        store.load(key);
    }
}
