package io.cloakroom.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a load must have seen is remembered in process: a replica that lags must not bring the old value back. */
final class LocalPositionTest {

    private final AtomicReference<String> required = new AtomicReference<>();
    private final CacheAside<String, String> cache = CacheAside.<String, String>builder(
                    "things", CacheLoader.withContext((key, context) -> {
                        required.set(context.requiredPosition().orElse("none"));
                        return "value";
                    }))
            .bulkLoader((keys, context) -> {
                required.set(context.requiredPosition().orElse("none"));
                return Map.of();
            })
            .build();

    @Test
    void invalidate_withPositions_theLoadIsToldTheGreatest() {
        cache.invalidate("k", "0007");
        cache.invalidate("k", "0012");
        cache.invalidate("k", "0009");
        cache.invalidate("k");

        cache.get("k");

        assertThat(required).hasValue("0012");
        cache.get("another");
        assertThat(required).hasValue("none");
    }

    @Test
    void invalidate_withPositions_aLoadOfManyIsToldTheGreatestOfAll() {
        cache.invalidate("a", "0007");
        cache.invalidate("b", "0012");

        cache.getAll(List.of("a", "b", "c"));

        assertThat(required).hasValue("0012");
    }
}
