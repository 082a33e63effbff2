package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The executor of the application is full, or shut down: no key is blocked for that. */
final class RefusingExecutorTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final AtomicInteger refused = new AtomicInteger();
    private final Executor refusing = work -> {
        refused.incrementAndGet();
        throw new RejectedExecutionException("full");
    };
    private final Source source = new Source().with("k", "old");

    @Test
    void async_executorRefuses_loadsAllTheSame() {
        CacheAside<String, String> cache = builder().build();

        assertThat(cache.async().get("k").orTimeout(20, TimeUnit.SECONDS).join())
                .hasValue("old");

        assertThat(cache.get("k")).hasValue("old");
        assertThat(refused).hasPositiveValue();
    }

    @Test
    void get_staleAndExecutorRefuses_isRefreshed() {
        CacheAside<String, String> cache =
                builder().timeToLive(Duration.ofMillis(30)).serveStale(LONG).build();
        cache.get("k");
        source.with("k", "new");

        Await.until("refreshed", () -> cache.get("k").orElseThrow().equals("new"));
        assertThat(refused).hasPositiveValue();
    }

    @Test
    void verify_executorRefuses_goesOnComparing() {
        var compared = new AtomicInteger();
        CacheAside<String, String> cache = builder()
                .verify(1, Duration.ofMillis(1))
                .events(new CacheEvents() {
                    @Override
                    public void verified(boolean matched) {
                        compared.incrementAndGet();
                    }
                })
                .build();

        for (int i = 1; i <= 20; i++) {
            int seen = i;
            cache.get("k");
            Await.until("compared", () -> compared.get() >= seen);
        }
    }

    private CacheAsideBuilder<String, String> builder() {
        return CacheAside.<String, String>builder("things", source).executor(refusing);
    }
}
