package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a cache in process only does beyond get and invalidate. */
final class LocalFeaturesTest {

    private static final Duration BRIEF = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Source source =
            new Source().with("a", "red:old").with("b", "red:old").with("c", "blue:old");
    private final List<Collection<String>> bulkLoads = new ArrayList<>();

    @Test
    void getAll_missingOnesAreLoadedTogether() {
        CacheAside<String, String> cache = cache(builder -> builder.bulkLoader((keys, context) -> {
            bulkLoads.add(List.copyOf(keys));
            return keys.stream().filter(key -> !key.equals("none")).collect(Collectors.toMap(key -> key, key -> key));
        }));
        cache.get("a");

        assertThat(cache.getAll(List.of("b", "none", "a"))).isEqualTo(Map.of("b", "b", "a", "red:old"));

        assertThat(bulkLoads).containsExactly(List.of("b", "none"));
        assertThat(cache.getAll(List.of("b", "a"))).hasSize(2);
        assertThat(bulkLoads).hasSize(1);
    }

    @Test
    void getAll_withoutBulkLoader_loadsOneByOne() {
        assertThat(cache(builder -> builder).getAll(List.of("a", "none", "c")))
                .isEqualTo(Map.of("a", "red:old", "c", "blue:old"));
    }

    @Test
    void getAll_bulkLoaderThrows_callersGetTheCause() {
        CacheAside<String, String> cache = cache(builder -> builder);

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b"), (keys, context) -> {
                    throw new IOException("no database");
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(cache.get("a")).hasValue("red:old");
    }

    @Test
    void put_replacesAndALoadInFlightDoesNotComeBack() throws Exception {
        CacheAside<String, String> cache = cache(builder -> builder);
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> cache.get("a").orElseThrow());
        hold.awaitRead();

        cache.put("a", "red:put");
        hold.release();

        assertThat(early.get()).isEqualTo("red:old");
        assertThat(cache.get("a")).hasValue("red:put");
    }

    @Test
    void clear_duringALoad_laterCallersGetTheNewValue() throws Exception {
        CacheAside<String, String> cache = cache(builder -> builder);
        cache.get("b");
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> cache.get("a").orElseThrow());
        hold.awaitRead();
        source.with("a", "red:new").with("b", "red:new");

        cache.clear();

        assertThat(cache.get("a")).hasValue("red:new");
        hold.release();
        assertThat(early.get()).isEqualTo("red:old");
        assertThat(cache.get("a")).hasValue("red:new");
        assertThat(cache.get("b")).hasValue("red:new");
    }

    @Test
    void invalidateTags_forgetsThoseWithTheTag() {
        CacheAside<String, String> cache = tagged();
        List.of("a", "b", "c").forEach(cache::get);
        source.with("a", "red:new").with("b", "red:new").with("c", "blue:new");

        cache.invalidateTags(List.of("red"));

        assertThat(cache.get("a")).hasValue("red:new");
        assertThat(cache.get("b")).hasValue("red:new");
        assertThat(cache.get("c")).hasValue("blue:old");
    }

    @Test
    void invalidateTags_duringALoad_laterCallersGetTheNewValue() throws Exception {
        CacheAside<String, String> cache = tagged();
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> cache.get("a").orElseThrow());
        hold.awaitRead();
        source.with("a", "red:new");

        cache.invalidateTags(List.of("red"));
        var late = Await.begin(() -> cache.get("a").orElseThrow());
        Await.until("joined", () -> cache.inspect().local().joined() > 0 || late.isDone());
        hold.release();

        assertThat(late.get()).isEqualTo("red:new");
        assertThat(early.get()).isIn("red:old", "red:new");
        assertThat(cache.get("a")).hasValue("red:new");
    }

    @Test
    void get_taggerThrows_isAFailedLoad() {
        CacheAside<String, String> cache = cache(builder -> builder.tags((key, value) -> List.of("")));

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void get_absent_isRememberedUntilItIsInvalidated() {
        CacheAside<String, String> cache = cache(builder -> builder.absentTimeToLive(LONG));

        assertThat(cache.get("none")).isEmpty();
        source.with("none", "some");
        assertThat(cache.get("none")).isEmpty();
        assertThat(cache.inspect().served().absent()).isEqualTo(1);
        cache.invalidate("none");

        assertThat(cache.get("none")).hasValue("some");
    }

    @Test
    void get_stale_isServedWhileOneRefreshes() throws Exception {
        CacheAside<String, String> cache =
                cache(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        cache.get("a");
        source.with("a", "red:new");
        Source.Hold hold = source.holdNextLoad();
        Await.until("stale", () -> cache.get("a").isPresent() && source.loads() == 2);
        hold.awaitRead();

        for (int i = 0; i < 50; i++) {
            assertThat(cache.get("a")).hasValue("red:old");
        }
        assertThat(source.loads()).isEqualTo(2);
        hold.release();

        Await.until("refreshed", () -> cache.get("a").orElseThrow().equals("red:new"));
        assertThat(cache.inspect().served().stale()).isPositive();
        Await.until("counted", () -> cache.inspect().served().refreshed() > 0);
    }

    @Test
    void get_staleWithAnotherLoader_thatLoaderRefreshes() {
        CacheAside<String, String> cache =
                cache(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        cache.get("a");

        Await.until(
                "refreshed",
                () -> cache.get("a", key -> "red:mine").orElseThrow().equals("red:mine"));
    }

    @Test
    void invalidate_duringARefresh_oldValueDoesNotComeBack() throws Exception {
        CacheAside<String, String> cache =
                cache(builder -> builder.timeToLive(BRIEF).serveStale(LONG));
        cache.get("a");
        Source.Hold hold = source.holdNextLoad();
        Await.until("stale", () -> cache.get("a").isPresent() && source.loads() == 2);
        hold.awaitRead();
        source.with("a", "red:new");

        cache.invalidate("a");
        assertThat(cache.get("a")).hasValue("red:new");
        hold.release();

        for (int i = 0; i < 50; i++) {
            assertThat(cache.get("a")).hasValue("red:new");
        }
    }

    @Test
    void get_loaderFails_staleValueIsServed() {
        CacheAside<String, String> cache =
                cache(builder -> builder.timeToLive(BRIEF).staleOnError(LONG));
        cache.get("a");
        var tries = new AtomicInteger();
        CacheLoader<String, String> failing = key -> {
            tries.incrementAndGet();
            throw new IOException("no database");
        };

        Await.until("expired", () -> cache.get("a", failing).isPresent() && tries.get() > 0);

        assertThat(cache.inspect().served().afterFailure()).isPositive();
        assertThatThrownBy(() -> cache.get("b", failing)).isInstanceOf(LoadFailedException.class);
    }

    @Test
    void get_loaderFailsAgainAndAgain_staleValueIsServedEachTime() {
        CacheAside<String, String> cache =
                cache(builder -> builder.timeToLive(BRIEF).staleOnError(LONG));
        cache.get("a");
        var tries = new AtomicInteger();
        CacheLoader<String, String> failing = key -> {
            tries.incrementAndGet();
            throw new IOException("no database");
        };

        Await.until("tried often", () -> cache.get("a", failing).orElseThrow().equals("red:old") && tries.get() >= 5);
    }

    /* Who joins a load that fails gets the stale value only if it was not invalidated before they came. */
    @Test
    void invalidateTags_duringALoadThatFails_laterCallersDoNotGetTheStaleValue() throws Exception {
        CacheAside<String, String> cache = cache(builder ->
                builder.timeToLive(BRIEF).staleOnError(LONG).tags((key, value) -> List.of(value.substring(0, 3))));
        cache.get("a");
        var entered = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        CacheLoader<String, String> failing = key -> {
            entered.countDown();
            Await.passed(released);
            throw new IOException("no database");
        };
        var early = Await.begin(() -> {
            String value = "";
            while (entered.getCount() > 0) {
                value = cache.get("a", failing).orElseThrow();
            }
            return value;
        });
        Await.passed(entered);
        source.with("a", "red:new");

        cache.invalidateTags(List.of("red"));
        var late = Await.begin(() -> cache.get("a").orElseThrow());
        Await.until("joined", () -> cache.inspect().local().joined() > 0 || late.isDone());
        released.countDown();

        assertThat(late.get()).isEqualTo("red:new");
        assertThat(early.get()).isEqualTo("red:old");
        assertThat(cache.get("a")).hasValue("red:new");
    }

    @Test
    void get_heavierThanMaximumWeight_keepsNoMore() {
        CacheAside<String, String> cache = cache(builder ->
                builder.maximumWeight(100, (key, value) -> value.length()).absentTimeToLive(LONG));
        for (int i = 0; i < 200; i++) {
            source.with("k" + i, "0123456789");
            cache.get("k" + i);
        }

        Await.until("evicted", () -> cache.inspect().local().size() <= 10);
        assertThat(cache.get("none")).isEmpty();
    }

    @Test
    void async_doesWhatTheOthersDo() {
        CacheAside<String, String> cache = cache(builder -> builder);
        var async = cache.async();

        assertThat(async.get("a").join()).hasValue("red:old");
        assertThat(async.get("a").join()).hasValue("red:old");
        assertThat(async.getAll(List.of("a", "c")).join()).hasSize(2);
        source.with("a", "red:new");
        async.invalidate("a").join();
        assertThat(async.get("a").join()).hasValue("red:new");
        async.put("a", "red:put").join();
        assertThat(async.get("a").join()).hasValue("red:put");
        async.clear().join();
        assertThat(async.get("a").join()).hasValue("red:new");
        assertThat(cache.inspect().shared().available()).isTrue();
    }

    private CacheAside<String, String> tagged() {
        return cache(builder -> builder.tags((key, value) -> List.of(value.substring(0, value.indexOf(':')))));
    }

    private CacheAside<String, String> cache(UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        return settings.apply(CacheAside.builder("things", source)).build();
    }
}
