package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.NoLoadException;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rest of what a cache can be asked to do, on two nodes. */
final class WholeApiTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source().with("k", "old").with("other", "value");
    private final Node node = Node.start(server, source);
    private final Node other = Node.start(server, source);

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
        node.hearReports();
        other.hearReports();
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void put_replacesEverywhere() {
        node.get("k");
        other.get("k");

        node.cache().put("k", "put");
        other.hearReports();

        assertThat(node.get("k")).isEqualTo("put");
        assertThat(other.get("k")).isEqualTo("put");
        assertThat(source.loads()).isEqualTo(1);
    }

    @Test
    void put_duringALoad_theLoadedValueDoesNotComeBack() throws Exception {
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> other.get("k"));
        hold.awaitRead();

        node.cache().put("k", "put");
        hold.release();

        assertThat(early.get()).isIn("old", "put");
        other.hearReports();
        assertThat(other.get("k")).isEqualTo("put");
        assertThat(node.get("k")).isEqualTo("put");
    }

    @Test
    void clear_forgetsEverythingEverywhereWithTwoCommands() throws IOException {
        List.of("k", "other").forEach(node::get);
        List.of("k", "other").forEach(other::get);
        source.with("k", "new").with("other", "new");
        node.cache().invalidateTags(List.of("so that Redis knows the script"));

        try (var log = CommandLog.of(server)) {
            assertThat(log.during(() -> node.cache().clear())).containsExactly("evalsha");
        }
        other.hearReports();

        assertThat(node.cache().getIfPresent("k")).isEmpty();
        assertThat(other.get("k")).isEqualTo("new");
        assertThat(other.get("other")).isEqualTo("new");
        assertThat(node.get("k")).isEqualTo("new");
        assertThat(other.cache().inspect().shared().outdated()).isEqualTo(2);
    }

    @ParameterizedTest(name = "local size {0}")
    @ValueSource(ints = {1_000, 0})
    void clear_duringALoad_oldValueIsGone(int localSize) throws Exception {
        try (Node loading = Node.start(server, source, builder -> builder.maximumSize(localSize))) {
            Source.Hold hold = source.holdNextLoad();
            var early = Await.begin(() -> loading.get("k"));
            hold.awaitRead();
            source.with("k", "new");

            node.cache().clear();
            loading.hearReports();
            var late = Await.begin(() -> loading.get("k"));
            Await.until(
                    "the late caller loads or waits",
                    () -> late.isDone() || loading.cache().inspect().local().joined() > 0 || source.loads() > 1);
            hold.release();

            assertThat(late.get()).isEqualTo("new");
            assertThat(early.get()).isIn("old", "new");
            assertThat(loading.get("k")).isEqualTo("new");
            assertThat(node.get("k")).isEqualTo("new");
        }
    }

    @Test
    void clear_byTheLoadingNodeItself_oldValueIsGone() throws Exception {
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> node.get("k"));
        hold.awaitRead();
        source.with("k", "new");

        node.cache().clear();
        var late = Await.begin(() -> node.get("k"));
        Await.until(
                "the late caller loads or waits",
                () -> late.isDone() || node.cache().inspect().local().joined() > 0 || source.loads() > 1);
        hold.release();

        assertThat(late.get()).isEqualTo("new");
        assertThat(early.get()).isIn("old", "new");
        assertThat(node.get("k")).isEqualTo("new");
    }

    /* Whatever takes stamps away, eviction included, must never bring back what was cleared. */
    @Test
    void stampOfAllEntriesLost_entriesAreOutdated() {
        node.get("k");
        source.with("k", "new");

        server.execute("DEL", new KeyNames(Node.NAMESPACE).tag(""));
        node.hearReports();

        assertThat(node.get("k")).isEqualTo("new");
        assertThat(other.get("k")).isEqualTo("new");
    }

    @Test
    void get_loaderWithContext_choosesTheTimeToLive() {
        CacheLoader<String, String> brief = CacheLoader.withContext((key, context) -> {
            context.timeToLive(Duration.ofMillis(30));
            assertThat(context.timeLeft()).isPositive();
            assertThat(context.requiredPosition()).isEmpty();
            return "brief";
        });

        assertThat(node.cache().get("k", brief)).hasValue("brief");

        Await.until("expired", () -> other.get("k").equals("old"));
        assertThatThrownBy(() -> brief.load("k")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void get_loaderChoosesBadTimeToLive_isRefused() {
        assertThatThrownBy(() -> node.cache().get("k", CacheLoader.withContext((key, context) -> {
                    context.timeToLive(Duration.ZERO);
                    return "never";
                })))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasRootCauseMessage("timeToLive must be PT0.001S to PT8784H: PT0S");
    }

    @Test
    void get_loaderDoesNotKeep_nextCallerLoads() {
        assertThat(node.cache().get("k", CacheLoader.withContext((key, context) -> {
                    context.doNotKeep();
                    return "secret";
                })))
                .hasValue("secret");

        assertThat(node.get("k")).isEqualTo("old");
    }

    @Test
    void invalidate_withPositions_theLoadIsToldTheGreatest() {
        node.cache().invalidate("k", "0007");
        other.cache().invalidate("k", "0012");
        node.cache().invalidate("k", "0009");
        node.cache().invalidate("k", "0012");
        var required = new AtomicReference<String>();

        node.cache().get("k", CacheLoader.withContext((key, context) -> {
            required.set(context.requiredPosition().orElse("none"));
            return "value";
        }));

        assertThat(required).hasValue("0012");
    }

    @Test
    void invalidate_manyPositions_theLatestAreRemembered() {
        for (int i = 1_000; i < 1_100; i++) {
            node.cache().invalidate("k", Integer.toString(i));
        }
        var required = new AtomicReference<String>();

        other.cache().getAll(List.of("k"), (keys, context) -> {
            required.set(context.requiredPosition().orElse("none"));
            return Map.of();
        });

        assertThat(required).hasValue("1099");
        String control = new KeyNames(Node.NAMESPACE).both("k")[1];
        assertThat(server.execute("HGET", control, "positions").lines()).hasSize(32);
    }

    @Test
    void invalidate_badPosition_isRefused() {
        assertThatThrownBy(() -> node.cache().invalidate("k", "a\nb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position");
    }

    @Test
    void async_doesWhatTheOthersDo() {
        var async = node.cache().async();

        assertThat(async.get("k").join()).hasValue("old");
        assertThat(async.getAll(List.of("k", "other", "none")).join()).isEqualTo(Map.of("k", "old", "other", "value"));
        async.put("k", "put").join();
        assertThat(async.get("k").join()).hasValue("put");
        source.with("k", "new");
        async.invalidate("k").join();
        assertThat(async.get("k").join()).hasValue("new");
        async.invalidateAll(List.of("k", "other")).join();
        async.invalidateTags(List.of("none")).join();
        async.clear().join();
        assertThat(async.get("k").join()).hasValue("new");
        assertThatThrownBy(() -> async.get("fails", key -> {
                            throw new IOException("no database");
                        })
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LoadFailedException.class);
        assertThat(async).hasToString("AsyncCacheAside[things]");
    }

    @Test
    void get_loadTakesTooLong_callerGoesAndTheLoadGoesOn() throws Exception {
        try (Node hurried = Node.start(server, source, builder -> builder.loadTimeout(Duration.ofMillis(100)))) {
            Source.Hold hold = source.holdNextLoad();

            assertThatThrownBy(() -> hurried.get("k"))
                    .isInstanceOf(LoadFailedException.class)
                    .hasCauseInstanceOf(NoLoadException.class)
                    .hasMessageContaining("loadTimeout");
            hold.release();

            Await.until("stored", () -> hurried.cache().getIfPresent("k").isPresent());
            assertThat(hurried.get("k")).isEqualTo("old");
            assertThat(source.loads()).isEqualTo(1);
        }
    }

    @Test
    void get_moreLoadsThanAllowed_oneIsRefused() throws Exception {
        try (Node narrow = Node.start(server, source, builder -> builder.maximumLoads(1, Duration.ofMillis(20)))) {
            Source.Hold hold = source.holdNextLoad();
            var first = Await.begin(() -> narrow.get("k"));
            hold.awaitRead();

            assertThatThrownBy(() -> narrow.get("other"))
                    .isInstanceOf(LoadFailedException.class)
                    .hasMessageContaining("maximumLoads");

            hold.release();
            assertThat(first.get()).isEqualTo("old");
            assertThat(narrow.get("other")).isEqualTo("value");
            assertThat(narrow.cache().inspect().loads().rejected()).isEqualTo(1);
        }
    }

    @Test
    void get_loaderAsksTheSameCache_countsAsOneLoad() {
        try (Node narrow = Node.start(server, source, builder -> builder.maximumLoads(1, Duration.ZERO))) {
            assertThat(narrow.cache().get("outer", key -> "outer of " + narrow.get("k")))
                    .hasValue("outer of old");
        }
    }

    @Test
    void get_loadFailed_othersBackOffUntilTheKeyIsInvalidated() throws Exception {
        try (Node failing = Node.start(server, source, builder -> builder.backOff(Duration.ofMinutes(5)))) {
            assertThatThrownBy(() -> failing.cache().get("k", key -> {
                        throw new IOException("no database");
                    }))
                    .hasCauseInstanceOf(IOException.class);
            // nobody waits for the release of the lease
            var backedOff = new CountDownLatch(1);
            Await.until("the others back off", () -> {
                try {
                    node.cache().get("k", key -> {
                        throw new IOException("asked");
                    });
                } catch (LoadFailedException e) {
                    if (e.getCause() instanceof NoLoadException) {
                        backedOff.countDown();
                    }
                }
                return backedOff.getCount() == 0;
            });

            node.cache().invalidate("k");

            assertThat(node.get("k")).isEqualTo("old");
        }
    }
}
