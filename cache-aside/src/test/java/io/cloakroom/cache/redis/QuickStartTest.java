package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.testservers.RedisServer;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The example of the manual. */
final class QuickStartTest {

    record Product(String sku, String name, BigDecimal price) implements Serializable {}

    private static final class ProductDao {

        private final Map<String, Product> rows = new ConcurrentHashMap<>();

        @Nullable Product find(String sku) {
            return rows.get(sku);
        }

        void update(Product product) {
            rows.put(product.sku(), product);
        }
    }

    @Test
    void quickStart() {
        String address = RedisServer.shared().uri();
        var dao = new ProductDao();
        dao.update(new Product("sku-1", "coat", new BigDecimal("99.00")));
        var changed = new Product("sku-1", "coat", new BigDecimal("79.00"));

        // tag::quick-start[]
        try (RedisTier redis = RedisTier.create(address)) { // one per application
            CacheAside<String, Product> products = CacheAside.<String, Product>builder("products", dao::find)
                    .timeToLive(Duration.ofMinutes(5))
                    .maximumSize(10_000) // in process
                    .sharedIn(redis) // and in Redis
                    .keys(KeyCodec.strings())
                    .values(ValueCodec.serialized(Product.class))
                    .build();

            Optional<Product> before = products.get("sku-1"); // loaded once by the whole fleet

            dao.update(changed);
            products.invalidate("sku-1"); // after the commit; from here on nobody gets the old one
            Optional<Product> after = products.get("sku-1");
            // end::quick-start[]

            assertThat(before).hasValue(new Product("sku-1", "coat", new BigDecimal("99.00")));
            assertThat(after).hasValue(changed);
            assertThat(products.get("sku-2")).isEmpty();
            assertThat(redis).hasToString("RedisTier[products]");
        }
    }
}
