package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of a cache in process only. */
final class LocalCacheTest {

    private final Source source = new Source().with("k", "old");
    private final CacheAside<String, String> cache =
            CacheAside.builder("things", source).build();

    @Test
    void get_twice_loadsOnce() {
        assertThat(cache.get("k")).hasValue("old");
        assertThat(cache.get("k")).hasValue("old");

        assertThat(source.loads()).isEqualTo(1);
        assertThat(cache.inspect().local().hits()).isEqualTo(1);
        assertThat(cache.inspect().local().on()).isTrue();
        assertThat(cache.inspect().local().size()).isEqualTo(1);
        assertThat(cache.inspect().loads().succeeded()).isEqualTo(1);
    }

    @Test
    void get_byManyThreads_loadsOnce() throws Exception {
        var executor = Executors.newFixedThreadPool(50);
        try {
            List<Callable<String>> tasks = IntStream.range(0, 200)
                    .<Callable<String>>mapToObj(i -> () -> cache.get("k").orElseThrow())
                    .toList();
            for (Future<String> result : executor.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo("old");
            }
        } finally {
            executor.shutdownNow();
        }

        assertThat(source.loads()).isEqualTo(1);
    }

    @Test
    void invalidate_duringLoad_laterCallersGetTheNewValueAndItStays() throws Exception {
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> cache.get("k").orElseThrow());
        hold.awaitRead();
        source.with("k", "new");

        cache.invalidate("k");

        assertThat(cache.get("k")).hasValue("new"); // while the old load is still in flight
        hold.release();
        assertThat(early.get()).isEqualTo("old");
        assertThat(cache.get("k")).hasValue("new");
    }

    @Test
    void invalidateAll_someKeys_forgetsThoseOnly() {
        source.with("a", "1").with("b", "2").with("c", "3");
        List.of("a", "b", "c").forEach(cache::get);

        cache.invalidateAll(List.of("a", "b"));

        assertThat(cache.getIfPresent("a")).isEmpty();
        assertThat(cache.getIfPresent("b")).isEmpty();
        assertThat(cache.getIfPresent("c")).hasValue("3");
        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(2);
    }

    @Test
    void get_nothingThere_isEmptyAndNotCached() {
        assertThat(cache.get("none")).isEmpty();
        source.with("none", "some");

        assertThat(cache.get("none")).hasValue("some");
    }

    @Test
    void get_loaderThrows_allCallersGetTheCauseAndNothingIsCached() {
        var failure = new IOException("no database");

        assertThatThrownBy(() -> cache.get("k", key -> {
                    throw failure;
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasCause(failure)
                .hasMessage("things - the loader failed: java.io.IOException");

        assertThat(cache.get("k")).hasValue("old");
        assertThat(cache.inspect().loads().failed()).isEqualTo(1);
    }

    @Test
    void get_loaderThrowsAnError_doesNotBlockOthers() {
        assertThatThrownBy(() -> cache.get("k", key -> {
                    throw new StackOverflowError();
                }))
                .hasCauseInstanceOf(StackOverflowError.class);

        assertThat(cache.get("k")).hasValue("old");
    }

    @Test
    void get_loaderAsksForAnotherKey_works() {
        String value = cache.get("outer", key -> "outer of " + cache.get("k").orElseThrow())
                .orElseThrow();

        assertThat(value).isEqualTo("outer of old");
    }

    @Test
    void get_runsTheLoaderOnTheCallersThread() {
        Thread caller = Thread.currentThread();

        String value = cache.get("k", key -> Thread.currentThread() == caller ? "mine" : "other")
                .orElseThrow();

        assertThat(value).isEqualTo("mine");
    }

    @Test
    void get_interruptedWhileAnotherLoads_throwsAndKeepsTheStatus() throws Exception {
        Source.Hold hold = source.holdNextLoad();
        var early = Await.begin(() -> cache.get("k").orElseThrow());
        hold.awaitRead();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(LoadFailedException.class)
                .hasCauseInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isTrue();
        hold.release();
        assertThat(early.get()).isEqualTo("old");
    }

    @Test
    void get_expired_isLoadedAgain() {
        CacheAside<String, String> brief = CacheAside.builder("brief", source)
                .timeToLive(Duration.ofMillis(20))
                .build();
        brief.get("k");
        source.with("k", "new");

        Await.until("expired", () -> brief.get("k").orElseThrow().equals("new"));
    }

    @Test
    void get_moreKeysThanMaximumSize_keepsNoMore() {
        CacheAside<String, String> small =
                CacheAside.builder("small", source).maximumSize(10).build();
        var keys = new ArrayList<String>();
        for (int i = 0; i < 1_000; i++) {
            keys.add("k" + i);
            source.with("k" + i, "value");
        }

        keys.forEach(small::get);

        Await.until("evicted", () -> small.inspect().local().size() <= 10);
    }

    @Test
    void invalidateAll_none_isNoError() {
        cache.invalidateAll(List.of());

        assertThat(cache.inspect().invalidated().confirmed()).isZero();
    }
}
