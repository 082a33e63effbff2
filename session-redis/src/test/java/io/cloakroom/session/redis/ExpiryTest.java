package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.LoadOutcome;
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
import java.util.concurrent.atomic.AtomicInteger;
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
        clock.advance(LIFE.plusMinutes(1));
        takeAllSets();
        assertThat(dueEntriesUntil(clock.instant()))
                .as("entries that nobody has taken")
                .isZero();

        store.onExpiry(told::put);
        Duration lease = Duration.ofSeconds(30);
        clock.advance(lease);

        Waiting.until("another instance tells", () -> told.containsKey(key));
        Waiting.until("the entry is gone", () -> dueEntries() == 0);
    }

    @Test
    void onExpiry_lookedAtTooEarly_isPutBackWithItsNewEnd() {
        store.onExpiry(told::put);
        StoreKey key = createdAndNoted();
        String end = "" + clock.instant().plus(LIFE.multipliedBy(3)).toEpochMilli();
        redis.execute("HSET", "cloakroom:session:" + key, "x", end);

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the entry has the new end", () -> dueTimes().contains(end));
        assertThat(told).isEmpty();
    }

    @Test
    void onExpiry_recordDroppedByRedis_entryIsRemoved() {
        store.onExpiry(told::put);
        StoreKey key = createdAndNoted();
        redis.execute("DEL", "cloakroom:session:" + key);

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the entry is gone", () -> dueEntries() == 0);
        assertThat(told).isEmpty();
    }

    @Test
    void onExpiry_serverDownForAWhile_tellsAfterwards() {
        store.onExpiry(told::put);
        StoreKey key = createdAndNoted();
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
    void onExpiry_answerOfTheClaimLost_tellsOnce() {
        try (LossyStore lossy = lossyStore()) {
            AtomicInteger losses = new AtomicInteger(2);
            lossy.link.lose((method, arguments) -> isClaim(arguments) && losses.getAndDecrement() > 0);
            StoreKey key = lossy.createdAndExpired();

            Waiting.until("the session is told", () -> told.containsKey(key));
            Waiting.until("nothing is left of it", () -> !exists(key) && dueEntries() == 0);
            assertThat(losses.get()).isNegative();
            assertThat(told.get(key))
                    .extracting(SessionRecord::attributes)
                    .isEqualTo(Samples.session().attributes());
            assertThat(lossy.calls).hasValue(1);
        }
    }

    @Test
    void onExpiry_endCannotBeConfirmed_tellsOnce() {
        try (LossyStore lossy = lossyStore()) {
            AtomicInteger losses = new AtomicInteger();
            lossy.link.lose((method, arguments) -> method.equals("del") && losses.incrementAndGet() < 100);
            StoreKey key = lossy.createdAndExpired();

            Waiting.until("the end was asked for several times", () -> losses.get() > 5);
            lossy.link.lose((method, arguments) -> false);

            Waiting.until("the entry is gone", () -> dueEntries() == 0);
            assertThat(exists(key)).isFalse();
            assertThat(lossy.calls).hasValue(1);
        }
    }

    @Test
    void onExpiry_claimedBySomebodyElse_isGoneForAllClocks() {
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        Instant end = clock.instant().plus(LIFE.plusMinutes(1));

        assertThat(claim(key, "one", end)).startsWith("claimed\n");
        assertThat(claim(key, "another", end)).isEqualTo("gone");
        assertThat(claim(key, "one", end)).startsWith("claimed\n");

        // the clock of this store is half an hour behind
        assertThat(store.load(key)).isEqualTo(new LoadOutcome.NotFound());
        assertThat(store.save(key, Samples.changes())).isEqualTo(new ChangeOutcome.Gone());
    }

    @Test
    void onExpiry_sessionOfALaterFormat_isLeftToThoseWhoKnowIt() {
        store.onExpiry(told::put);
        StoreKey key = createdAndNoted();
        redis.execute("HSET", "cloakroom:session:" + key, "f", "2");

        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("it was looked at", () -> dueEntriesUntil(clock.instant()) == 0);
        assertThat(exists(key)).isTrue();
        assertThat(dueEntries()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void onExpiry_noMemoryForTheMark_tellsAndMakesRoom() {
        store.onExpiry(told::put);
        StoreKey key = createdAndNoted();
        redis.execute("CONFIG", "SET", "maxmemory", "1");

        // what was taken when memory was short is due again when the lease has ended
        clock.advance(LIFE.plusMinutes(1));

        Waiting.until("the session is told", () -> told.containsKey(key));
        Waiting.until("nothing is left of it", () -> !exists(key));
    }

    @Test
    void onExpiry_storeClosed_isRefused() {
        store.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> store.onExpiry(told::put))
                .withMessageContaining("closed");
    }

    private String claim(StoreKey key, String claimant, Instant now) {
        return redis.execute(
                "EVAL",
                LuaScript.EXPIRY_CLAIM.text(),
                "1",
                "cloakroom:session:" + key,
                "" + now.toEpochMilli(),
                claimant,
                "60000",
                HashLayout.FORMAT);
    }

    private boolean exists(StoreKey key) {
        return redis.execute("EXISTS", "cloakroom:session:" + key).equals("1");
    }

    private static boolean isClaim(Object[] arguments) {
        return arguments[0].equals(LuaScript.EXPIRY_CLAIM.digest())
                || arguments[0].equals(LuaScript.EXPIRY_CLAIM.text());
    }

    private LossyStore lossyStore() {
        return new LossyStore();
    }

    /** A store whose answers may get lost, with a listener that counts. */
    private final class LossyStore implements AutoCloseable {

        private final FailureTranslation failures = new FailureTranslation("Redis", false);
        private final LossyLink link =
                new LossyLink(SingleServerLink.open(Topology.uriOf(redis), new LinkOptions(failures, false, false)));
        private final RedisSessionStore lossy = new RedisSessionStore(
                link,
                new RedisCommands(link, Duration.ofMillis(500), 0, failures),
                new KeyNames("cloakroom:session:"),
                clock,
                Samples.POLLING,
                0);
        private final AtomicInteger calls = new AtomicInteger();

        StoreKey createdAndExpired() {
            lossy.onExpiry((key, last) -> {
                calls.incrementAndGet();
                told.put(key, last);
            });
            StoreKey key = Samples.newKey();
            lossy.create(key, Samples.session());
            Waiting.until("the session is noted", () -> dueEntries() == 1);
            clock.advance(LIFE.plusMinutes(1));
            return key;
        }

        @Override
        public void close() {
            lossy.close();
        }
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

    private StoreKey createdAndNoted() {
        StoreKey key = Samples.newKey();
        store.create(key, Samples.session());
        Waiting.until("the session is noted", () -> dueEntries() == 1);
        return key;
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
