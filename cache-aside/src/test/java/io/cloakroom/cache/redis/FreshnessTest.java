package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values grow old: absent ones, stale ones, those that are refreshed before their time. */
final class FreshnessTest {

    private static final Duration BRIEF = Duration.ofMillis(40);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    @ParameterizedTest(name = "local size {0}")
    @ValueSource(ints = {1_000, 0})
    void get_absentAndRemembered_isLoadedOnceByAll(int localSize) {
        Node node = node(builder -> builder.absentTimeToLive(LONG).maximumSize(localSize));
        Node other = node(builder -> builder.absentTimeToLive(LONG).maximumSize(localSize));

        assertThat(node.cache().get("k")).isEmpty();
        assertThat(node.cache().get("k")).isEmpty();
        assertThat(other.cache().get("k")).isEmpty();
        assertThat(other.cache().getIfPresent("k")).isEmpty();

        assertThat(source.loads()).isEqualTo(1);
        assertThat(node.cache().inspect().served().absent()).isEqualTo(1);
    }

    @Test
    void invalidate_afterAnInsert_absenceIsForgotten() {
        Node node = node(builder -> builder.absentTimeToLive(LONG));
        Node other = node(builder -> builder.absentTimeToLive(LONG));
        assertThat(node.cache().get("k")).isEmpty();
        assertThat(other.cache().get("k")).isEmpty();
        source.with("k", "inserted");

        node.cache().invalidate("k");
        other.hearReports();

        assertThat(node.get("k")).isEqualTo("inserted");
        assertThat(other.get("k")).isEqualTo("inserted");
    }

    @Test
    void get_absenceGrowsOld_isLoadedAgain() {
        Node node = node(builder -> builder.absentTimeToLive(BRIEF));
        assertThat(node.cache().get("k")).isEmpty();
        source.with("k", "inserted");

        Await.until("forgotten", () -> node.cache().get("k").isPresent());
    }

    /* The old value is served at once, although the load that replaces it hangs. */
    @Test
    void get_staleAndRefreshHangs_nobodyWaitsAndOneRefreshes() throws Exception {
        Node node = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        Node other = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        source.with("k", "old");
        node.get("k");
        source.with("k", "new");
        Source.Hold hold = source.holdNextLoad();
        Await.until(
                "stale",
                () -> node.get("k").equals("old")
                        && node.cache().inspect().served().stale() > 0);
        hold.awaitRead();

        for (int i = 0; i < 50; i++) {
            assertThat(node.get("k")).isEqualTo("old");
            assertThat(other.get("k")).isEqualTo("old");
        }
        assertThat(source.loads()).isEqualTo(2);
        hold.release();

        Await.until("refreshed", () -> node.get("k").equals("new"));
        Await.until("refreshed", () -> other.get("k").equals("new"));
        assertThat(node.cache().inspect().served().refreshed()).isPositive();
    }

    @Test
    void invalidate_staleEntry_isNotServed() {
        Node node = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG).staleOnError(LONG));
        Node other = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG).staleOnError(LONG));
        source.with("k", "old");
        node.get("k");
        Await.until("stale", () -> {
            node.get("k");
            return node.cache().inspect().served().stale() > 0;
        });
        source.with("k", "new");

        other.cache().invalidate("k");
        node.hearReports();

        assertThat(node.get("k")).isEqualTo("new");
    }

    /* A refresh that began before an invalidation must not bring the old value back. */
    @Test
    void invalidate_duringARefresh_oldValueDoesNotComeBack() throws Exception {
        Node node = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        Node other = node(builder -> builder.timeToLive(LONG));
        source.with("k", "old");
        node.get("k");
        Source.Hold hold = source.holdNextLoad();
        Await.until("stale", () -> {
            node.get("k");
            return source.loads() > 1;
        });
        hold.awaitRead();
        source.with("k", "new");

        other.cache().invalidate("k");
        hold.release();
        node.hearReports();

        assertThat(other.get("k")).isEqualTo("new");
        assertThat(node.get("k")).isEqualTo("new");
        Await.until("refused", () -> node.cache().inspect().shared().fencedCommits() == 1);
        assertThat(other.get("k")).isEqualTo("new");
    }

    @Test
    void get_loaderFails_staleValueIsServed() {
        Node node = node(builder -> builder.timeToLive(BRIEF).staleOnError(LONG));
        source.with("k", "old");
        node.get("k");
        var tries = new AtomicInteger();
        CacheLoader<String, String> failing = key -> {
            tries.incrementAndGet();
            throw new IOException("no database");
        };

        Await.until(
                "expired", () -> node.cache().get("k", failing).orElseThrow().equals("old") && tries.get() > 0);

        assertThat(node.cache().inspect().served().afterFailure()).isPositive();
        assertThatThrownBy(() -> node.cache().get("unknown", failing)).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void get_loaderFailsAndBacksOff_staleValueIsServedWithoutALoad() {
        Node node = node(builder -> builder.timeToLive(BRIEF).staleOnError(LONG).backOff(Duration.ofMinutes(5)));
        source.with("k", "old");
        node.get("k");
        var tries = new AtomicInteger();
        CacheLoader<String, String> failing = key -> {
            tries.incrementAndGet();
            throw new IOException("no database");
        };
        Await.until("expired and tried", () -> node.cache().get("k", failing).isPresent() && tries.get() > 0);
        Await.until("backed off", () -> {
            int before = tries.get();
            node.cache().get("k", failing);
            return tries.get() == before;
        });

        for (int i = 0; i < 20; i++) {
            int before = tries.get();
            assertThat(node.cache().get("k", failing)).hasValue("old");
            assertThat(tries).hasValue(before);
        }
    }

    @Test
    void get_loadTakesLong_staleValueIsServedAndTheLoadGoesOn() throws Exception {
        Node node = node(builder -> builder.timeToLive(BRIEF)
                .staleOnError(LONG)
                .staleAfter(Duration.ofMillis(20))
                .loadTimeout(Duration.ofMinutes(1)));
        source.with("k", "old");
        node.get("k");
        source.with("k", "new");
        Source.Hold hold = source.holdNextLoad();

        Await.until("stale", () -> node.get("k").equals("old") && source.loads() == 2);
        hold.awaitRead();
        assertThat(node.get("k")).as("who joins the load").isEqualTo("old");
        assertThat(source.loads()).isEqualTo(2);
        hold.release();

        Await.until("loaded", () -> node.get("k").equals("new"));
    }

    @Test
    void get_refreshEarly_isLoadedBeforeItsEnd() {
        // so eager that each reader of the shared tier refreshes: the load takes 20 ms, the value lives for 2 s
        CacheLoader<String, String> slow = key -> {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            return source.load(key);
        };
        Node node = Node.start(
                server, slow, builder -> builder.timeToLive(LONG).maximumSize(0).refreshEarly(100));
        nodes.add(node);
        source.with("k", "old");
        node.cache().get("k", CacheLoader.withContext((key, context) -> {
            context.timeToLive(Duration.ofSeconds(2));
            return slow.load(key);
        }));
        source.with("k", "new");

        assertThat(node.get("k")).isEqualTo("old"); // nobody waits

        Await.until("refreshed", () -> node.get("k").equals("new"));
        assertThat(node.cache().inspect().served().refreshed()).isPositive();
    }

    @Test
    void async_staleLocally_isRefreshed() {
        Node node = node(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        source.with("k", "old");
        assertThat(node.cache().async().get("k").join()).hasValue("old");
        source.with("k", "new");

        Await.until(
                "refreshed",
                () -> node.cache().async().get("k").join().orElseThrow().equals("new"));
        assertThat(CompletableFuture.completedFuture(node.get("k"))).isCompletedWithValue("new");
    }

    private Node node(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        Node node = Node.start(server, source, settings);
        nodes.add(node);
        return node;
    }
}
