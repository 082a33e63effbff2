package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What owners and expiry events add to the commands of a call, counted by the server: nothing to most of them. */
class IndexCostTest {

    private static RedisServer redis;
    private final String user = "user-" + UUID.randomUUID();
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
    void open() throws IOException {
        store = Topology.of(redis).expiryPolling(Duration.ofMinutes(10)).build();
        everythingOnce();
        key = Samples.newKey();
        store.create(key, Samples.sessionOf(user));
        monitor = Monitor.of(redis);
    }

    /** So that the server knows the scripts. */
    private void everythingOnce() {
        StoreKey first = Samples.newKey();
        StoreKey second = Samples.newKey();
        store.reserve("x", first, 1, Duration.ofMinutes(1));
        store.create(first, Samples.sessionOf("x"));
        store.save(first, Samples.logIn("y"));
        store.changeId(first, second, Samples.changes());
        store.touch(second, 2, Samples.access());
        store.delete(second, 2);
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
        store.close();
    }

    @Test
    void create_withOwner_isTwo() throws IOException {
        store.create(Samples.newKey(), Samples.sessionOf(user));

        assertThat(monitor.commands()).containsExactly("evalsha", "evalsha");
    }

    @Test
    void save_withOwner_isTwo() throws IOException {
        StoreKey anonymous = Samples.newKey();
        store.create(anonymous, Samples.session());
        monitor.commands();

        assertThat(store.save(anonymous, Samples.logIn(user))).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha", "evalsha");
    }

    @Test
    void save_anotherOwner_isThree() throws IOException {
        assertThat(store.save(key, Samples.logIn("somebody else"))).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha", "evalsha", "hdel");
    }

    @Test
    void loadSaveAndTouch_ofASessionWithOwner_areOneEach() throws IOException {
        store.load(key);
        store.touch(key, 1, Samples.access());
        store.save(key, Samples.changes());

        assertThat(monitor.commands()).containsExactly("hgetall", "evalsha", "evalsha");
    }

    @Test
    void changeId_withOwner_isTwo() throws IOException {
        StoreKey anonymous = Samples.newKey();
        store.create(anonymous, Samples.session());
        monitor.commands();

        assertThat(store.changeId(anonymous, Samples.newKey(), Samples.logIn(user)))
                .isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha", "evalsha");
    }

    @Test
    void changeId_ofASessionWithOwner_isThreeAndOneLater() throws IOException {
        assertThat(store.changeId(key, Samples.newKey(), Samples.changes())).isInstanceOf(Applied.class);
        store.load(key);

        assertThat(monitor.commands()).containsExactly("evalsha", "evalsha", "evalsha", "hdel", "hgetall");
    }

    @Test
    void delete_ofASessionWithOwner_isTwo() throws IOException {
        assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);

        assertThat(monitor.commands()).containsExactly("evalsha", "hdel");
        assertThat(redis.execute("EXISTS", indexOf(user))).isEqualTo("0");
    }

    @Test
    void find_isOneForTheIndexAndOneForEachSession() throws IOException {
        store.create(Samples.newKey(), Samples.sessionOf(user));
        monitor.commands();

        assertThat(store.findByPrincipal(user)).hasSize(2);

        assertThat(monitor.commands()).containsExactly("hgetall", "hmget", "hmget");
    }

    @Test
    void reserve_placesLeft_isOne() throws IOException {
        assertThat(store.reserve(user, Samples.newKey(), 2, Duration.ofMinutes(1)))
                .isTrue();

        assertThat(monitor.commands()).containsExactly("evalsha");
    }

    @Test
    void onExpiry_anyCall_costsOneMoreForNewKeysOnly() throws IOException {
        redis.execute("SCRIPT", "LOAD", LuaScript.EXPIRY_TAKE.text());
        try (Subscription subscription = store.onExpiry((expired, last) -> {})) {
            assertThat(subscription).isNotNull();
            // each question tells of the commands since the one before
            AtomicInteger looks = new AtomicInteger();
            Waiting.until("the sets were looked at", () -> looks.addAndGet(commands("evalsha")) >= 8);
            StoreKey next = Samples.newKey();

            store.create(next, Samples.session());
            store.load(next);
            store.touch(next, 1, Samples.access());
            store.save(next, Samples.changes());
            store.changeId(next, Samples.newKey(), Samples.changes());
            store.load(next);

            assertThat(monitor.commands())
                    .containsExactly("zadd", "evalsha", "hgetall", "evalsha", "evalsha", "evalsha", "zadd", "hgetall");
        }
    }

    @Test
    void index_nameOfTheUser_isNotInTheKey() {
        assertThat(redis.execute("KEYS", "*")).contains(indexOf(user)).doesNotContain(user);
        assertThat(Long.parseLong(redis.execute("PTTL", indexOf(user)))).isPositive();
    }

    private int commands(String... names) {
        try {
            List<String> seen = monitor.commands();
            seen.retainAll(List.of(names));
            return seen.size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String indexOf(String principal) {
        return "cloakroom:session:owner:" + StoreKey.ofSessionId(principal);
    }
}
