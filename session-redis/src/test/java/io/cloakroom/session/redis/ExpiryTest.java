package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract cannot know: how the sets of a fleet share the work, and what a crash leaves to others. */
class ExpiryTest {

    private static final Duration LIFE = Duration.ofMinutes(30);

    private final ManualClock clock = ManualClock.startingNow();
    private final Map<StoreKey, SessionRecord> told = new ConcurrentHashMap<>();
    private RedisServer redis;
    private RedisSessionStore store;

    @BeforeEach
    void open() {
        redis = RedisServer.start();
        store = builder().build();
    }

    @AfterEach
    void close() {
        store.close();
        redis.close();
    }

    private RedisSessionStoreBuilder builder() {
        return Topology.of(redis).clock(clock).expiryPolling(Samples.POLLING);
    }

    @Test
    void onExpiry_instanceDiesBetweenTakingAndClaiming_anotherTellsLater() {
        StoreKey key = Samples.newKey();
        try (RedisSessionStore dying = builder().build()) {
            dying.onExpiry((expired, last) -> {}).close();
            dying.create(key, Samples.session());
            Waiting.until("the session is noted", () -> dueEntries() == 1);
        }
        clock.advance(LIFE);
        takeAllSets();

        store.onExpiry(told::put);
        Duration lease = Duration.ofSeconds(30);
        clock.advance(lease);

        Waiting.until("another instance tells", () -> told.containsKey(key));
        Waiting.until("the entry is gone", () -> dueEntries() == 0);
    }

    @Test
    void onExpiry_lookedAtTooEarly_isPutBackWithItsNewEnd() {
        store.onExpiry(told::put);
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        Waiting.until("the session is noted", () -> dueEntries() == 1);
        String end = "" + clock.instant().plus(LIFE.multipliedBy(3)).toEpochMilli();
        redis.execute("HSET", "cloakroom:session:" + key, "x", end);

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the entry has the new end", () -> dueTimes().contains(end));
        assertThat(told).isEmpty();
    }

    @Test
    void onExpiry_recordDroppedByRedis_entryIsRemoved() {
        store.onExpiry(told::put);
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        Waiting.until("the session is noted", () -> dueEntries() == 1);
        redis.execute("DEL", "cloakroom:session:" + key);

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the entry is gone", () -> dueEntries() == 0);
        assertThat(told).isEmpty();
    }

    @Test
    void onExpiry_serverDownForAWhile_tellsAfterwards() {
        store.onExpiry(told::put);
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        Waiting.until("the session is noted", () -> dueEntries() == 1);
        redis.suspend();
        clock.advance(LIFE.plusMinutes(1));

        redis.resume();

        // a look that was under way may have taken the entry, and its answer been lost
        clock.advance(Duration.ofMinutes(1));
        Waiting.until("the session is told", () -> told.containsKey(key));
    }

    @Test
    void onExpiry_keyThatCannotBeClaimed_isSkippedForAWhile() {
        store.onExpiry(told::put);
        List<StoreKey> keys = Stream.generate(Samples::newKey).limit(40).toList();
        keys.forEach(key -> store.create(key, Samples.session()));
        Waiting.until("the sessions are noted", () -> dueEntries() == keys.size());
        StoreKey spoilt = keys.get(0);
        redis.execute("DEL", "cloakroom:session:" + spoilt);
        redis.execute("LPUSH", "cloakroom:session:" + spoilt, "not a session");

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the others are told", () -> told.size() == keys.size() - 1);
        assertThat(told).doesNotContainKey(spoilt);
        Waiting.until("its entry alone is left", () -> dueEntries() == 1);
    }

    @Test
    void onExpiry_listenerLeaves_givesBackWhatItHasTaken() {
        List<StoreKey> keys = Stream.generate(Samples::newKey).limit(40).toList();
        CompletableFuture<Subscription> leaving = new CompletableFuture<>();
        leaving.complete(store.onExpiry((key, last) -> {
            told.put(key, last);
            leaving.join().close();
        }));
        keys.forEach(key -> store.create(key, Samples.session()));
        Waiting.until("the sessions are noted", () -> dueEntries() == keys.size());

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("one is told", () -> told.size() == 1);
        Waiting.until(
                "the others are due",
                () -> dueEntriesUntil(clock.instant()) == keys.size() - 1 && dueEntries() == keys.size() - 1);
    }

    @Test
    void onExpiry_sessionWithOwner_leavesTheIndex() {
        store.onExpiry(told::put);
        StoreKey key = Samples.newKey();
        store.create(key, Samples.sessionOf("alice"));
        Waiting.until("the session is noted", () -> dueEntries() == 1);

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the session is told", () -> told.containsKey(key));
        String index = "cloakroom:session:owner:" + StoreKey.ofSessionId("alice");
        Waiting.until("the index is empty", () -> redis.execute("EXISTS", index).equals("0"));
    }

    @Test
    void onExpiry_nobodyListensAnyMore_threadsEnd() {
        Subscription one = store.onExpiry(told::put);
        Subscription two = store.onExpiry(told::put);
        Waiting.until("each has a thread", () -> threads() == 2);

        one.close();
        two.close();
        two.close();

        Waiting.until("the threads have ended", () -> threads() == 0);
        store.onExpiry(told::put);
        Waiting.until("another thread runs", () -> threads() == 1);
        store.close();
        Waiting.until("it has ended with the store", () -> threads() == 0);
    }

    /** As an instance does that dies right afterwards. */
    private void takeAllSets() {
        for (int set = 0; set < DueSets.COUNT; set++) {
            long now = clock.instant().toEpochMilli();
            redis.execute(
                    "EVAL", LuaScript.EXPIRY_TAKE.text(), "1", setName(set), "" + now, "" + (now + 30_000), "100");
        }
    }

    private int dueEntries() {
        int entries = 0;
        for (int set = 0; set < DueSets.COUNT; set++) {
            entries += Integer.parseInt(redis.execute("ZCARD", setName(set)));
        }
        return entries;
    }

    private int dueEntriesUntil(Instant time) {
        int entries = 0;
        for (int set = 0; set < DueSets.COUNT; set++) {
            entries += Integer.parseInt(redis.execute("ZCOUNT", setName(set), "-inf", "" + time.toEpochMilli()));
        }
        return entries;
    }

    private String dueTimes() {
        StringBuilder times = new StringBuilder();
        for (int set = 0; set < DueSets.COUNT; set++) {
            times.append(redis.execute("ZRANGE", setName(set), "0", "-1", "WITHSCORES"))
                    .append('\n');
        }
        return times.toString();
    }

    private static String setName(int set) {
        return "cloakroom:session:due:" + set;
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cloakroom-expiry"))
                .count();
    }
}
