package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis sends to an instance that keeps what it has read, counted by the server. */
class NearCacheTest {

    private static final int READS = 100;
    private static final int LARGE = 200_000;
    private static final int SMALL = 1_000;
    private static final String PREFIX = "cloakroom:session:";

    private static RedisServer redis;
    private RedisSessionStore store;
    private RedisSessionStore peer;
    private StoreKey key;

    @BeforeAll
    static void startServer() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @BeforeEach
    void open() {
        store = Topology.of(redis).nearCache(10_000_000).build();
        peer = Topology.of(redis).build();
        key = Samples.newKey();
    }

    @AfterEach
    void close() {
        peer.close();
        store.close();
    }

    @Test
    void load_unchanged_costsTheSameWhateverTheSize() {
        long large = bytesPerRead(store, created(LARGE));
        long small = bytesPerRead(store, created(SMALL));

        assertThat(large).as("bytes sent for a session of 200 KB").isLessThan(200);
        assertThat(large).isBetween(small - 20, small + 20);
        assertThat(bytesPerRead(peer, created(LARGE))).as("without a cache").isGreaterThan(LARGE);
    }

    @Test
    void load_unchanged_isOneRoundTrip() throws IOException {
        store.create(key, Samples.session());
        store.load(key);
        store.load(key);
        try (Monitor monitor = Monitor.of(redis)) {
            store.load(key);

            assertThat(monitor.commands()).containsExactly("evalsha");
        }
    }

    @Test
    void load_changedByThePeer_isTheNewRecord() {
        store.create(key, Samples.session());
        store.load(key);

        peer.save(key, Samples.changes());

        assertThat(store.load(key)).isEqualTo(peer.load(key));
    }

    @Test
    void load_touchedByThePeer_hasTheNewTimes() {
        store.create(key, Samples.session());
        store.load(key);
        long later = record().metadata().expiresAt().toEpochMilli() + 60_000;

        redis.execute("HSET", PREFIX + key, "x", "" + later);

        assertThat(record().metadata().expiresAt().toEpochMilli()).isEqualTo(later);
        assertThat(store.load(key)).isEqualTo(peer.load(key));
    }

    @Test
    void load_ownSave_isNotFetchedAgain() {
        key = created(LARGE);
        store.load(key);
        assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));

        long before = sent();
        LoadOutcome loaded = store.load(key);
        assertThat(sent() - before)
                .as("bytes sent for the first read after the save")
                .isLessThan(LARGE / 10);
        assertThat(loaded).isEqualTo(peer.load(key));
    }

    /** As after a fail-over that lost the write which this instance holds: its own save is on top of another one. */
    @Test
    void load_ownSaveOnTopOfAnotherWrite_isFetched() {
        store.create(key, Samples.session());
        store.load(key);
        redis.execute("HSET", PREFIX + key, "w", "another", "@hat", "1:red");

        assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));

        assertThat(record().attributes()).containsKey("hat");
        assertThat(store.load(key)).isEqualTo(peer.load(key));
    }

    @Test
    void load_saveAfterOneOfThePeer_isTheRightRecord() {
        store.create(key, Samples.session());
        store.load(key);
        peer.save(key, Samples.changes());

        store.save(key, Samples.changes());

        assertThat(store.load(key)).isEqualTo(peer.load(key));
        assertThat(record().metadata().version()).isEqualTo(3);
    }

    /** As after a fail-over that lost the write: the version is the same, what it holds is not. */
    @Test
    void load_sameVersionOfAnotherWrite_isFetched() {
        store.create(key, Samples.session());
        peer.save(key, Samples.changes());
        store.load(key);

        redis.execute("HSET", PREFIX + key, "w", "another", "@cart", "2:hat");

        assertThat(store.load(key)).isEqualTo(peer.load(key));
        assertThat(record().attributes().get("cart")).isEqualTo(new StoredAttribute(Samples.value("hat"), 2));
    }

    @Test
    void load_deletedByThePeer_isNotFound() {
        store.create(key, Samples.session());
        store.load(key);

        peer.delete(key, 1);

        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void load_moreThanTheCacheHolds_isFetched() {
        try (RedisSessionStore poor = Topology.of(redis).nearCache(SMALL).build()) {
            assertThat(bytesPerRead(poor, created(LARGE))).isGreaterThan(LARGE);
        }
    }

    private SessionRecord record() {
        return ((Found) store.load(key)).record();
    }

    private StoreKey created(int size) {
        StoreKey session = Samples.newKey();
        SessionRecord record = new SessionRecord(
                Samples.session().metadata(),
                Map.of("catalog", new StoredAttribute(EncodedValue.of(new byte[size]), 1)));
        assertThat(peer.create(session, record)).isTrue();
        return session;
    }

    private static long bytesPerRead(RedisSessionStore reader, StoreKey session) {
        reader.load(session);
        reader.load(session);
        long askingCosts = -sent() + sent();
        long before = sent();
        for (int i = 0; i < READS; i++) {
            assertThat(reader.load(session)).isInstanceOf(Found.class);
        }
        return (sent() - before - askingCosts) / READS;
    }

    private static long sent() {
        return redis.execute("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("total_net_output_bytes:"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
