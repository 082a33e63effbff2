package io.cloakroom.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheEvents;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CacheMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Source source = new Source().with("k", "value");
    private final CacheMeters meters = CacheMeters.in(registry, "cache", "things");

    @Test
    void observe_whatTheCacheDoes_isMeasured() {
        CacheAside<String, String> cache = CacheAside.<String, String>builder("things", source)
                .events(meters)
                .build();
        meters.observe(cache);
        CacheLoader<String, String> failing = key -> {
            throw new IOException("no database");
        };

        cache.get("k");
        cache.get("k");
        assertThatThrownBy(() -> cache.get("other", failing)).isInstanceOf(LoadFailedException.class);
        cache.invalidate("k");

        assertThat(registry.get("cloakroom.cache.load")
                        .tag("result", "loaded")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.load")
                        .tag("result", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.invalidation").timer().count()).isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.hits")
                        .tag("tier", "local")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.invalidations")
                        .tag("result", "confirmed")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.local.on").gauge().value()).isEqualTo(1);
        assertThat(registry.get("cloakroom.cache.shared.available").gauge().value())
                .isEqualTo(1);
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("cache")).isEqualTo("things"));
    }

    /* What the documentation lists is what is registered. */
    @Test
    void observe_registersAllMeters() {
        meters.observe(CacheAside.<String, String>builder("things", source).build());

        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .distinct())
                .containsExactlyInAnyOrder(
                        "cloakroom.cache.load",
                        "cloakroom.cache.invalidation",
                        "cloakroom.cache.invalidations",
                        "cloakroom.cache.verified",
                        "cloakroom.cache.hits",
                        "cloakroom.cache.misses",
                        "cloakroom.cache.served",
                        "cloakroom.cache.refreshed",
                        "cloakroom.cache.failures",
                        "cloakroom.cache.fenced",
                        "cloakroom.cache.lease.waits",
                        "cloakroom.cache.loads.uncoordinated",
                        "cloakroom.cache.loads.rejected",
                        "cloakroom.cache.local.size",
                        "cloakroom.cache.local.on",
                        "cloakroom.cache.shared.available",
                        "cloakroom.cache.invalidations.waiting");
    }

    @Test
    void verify_changedWithoutInvalidation_isAMismatch() {
        CacheAside<String, String> cache = CacheAside.<String, String>builder("things", source)
                .events(meters)
                .verify(1, Duration.ofMillis(20))
                .build();
        cache.get("k");
        cache.get("k");
        Await.until("compared", () -> verified("match") > 0);
        assertThat(verified("mismatch")).isZero();

        source.with("k", "changed by somebody who does not invalidate");
        cache.get("k");

        Await.until("found", () -> verified("mismatch") > 0);
    }

    @Test
    void verify_invalidatedMeanwhile_isNoMismatch() throws Exception {
        CacheAside<String, String> cache = CacheAside.<String, String>builder("things", source)
                .events(meters)
                .verify(1, Duration.ofMillis(500))
                .build();
        cache.get("k");
        Source.Hold hold = source.holdNextLoad();
        source.with("k", "new");
        cache.get("k");
        hold.awaitRead(); // the verifier has read the new value

        cache.invalidate("k");
        hold.release();

        Await.until("compared", () -> verified("match") > 0);
        assertThat(verified("mismatch")).isZero();
    }

    @Test
    void events_throw_nothingElseHappens() {
        var told = new AtomicInteger();
        CacheAside<String, String> cache = CacheAside.<String, String>builder("things", source)
                .events(new CacheEvents() {
                    @Override
                    public void loaded(boolean succeeded, Duration took) {
                        told.incrementAndGet();
                        throw new IllegalStateException("a bad listener");
                    }
                })
                .build();

        assertThat(cache.get("k")).hasValue("value");
        assertThat(told).hasValue(1);
        cache.invalidate("k");
        CacheEvents.none().verified(true);
    }

    private double verified(String result) {
        return registry.get("cloakroom.cache.verified")
                .tag("result", result)
                .counter()
                .count();
    }
}
