package io.cloakroom.examples.myclothes;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.cache.redis.RedisTier;
import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.catalog.CatalogQuery;
import io.cloakroom.examples.myclothes.catalog.Listing;
import io.cloakroom.examples.myclothes.catalog.Product;
import io.cloakroom.examples.myclothes.catalog.ProductTable;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.session.SessionCookie;
import io.cloakroom.session.SessionFilter;
import io.cloakroom.session.SessionFilterBuilder;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** How MyClothes uses Cloakroom: all of it is here. */
final class CloakroomWiring {

    private CloakroomWiring() {}

    /** Carts and log-ins live outside the instances, so that any of them can serve the next request. */
    static SessionFilter sessions(SessionFilterBuilder sessions, boolean insecureCookie) {
        return sessions.cookie(insecureCookie ? SessionCookie.insecureForLocalhost() : SessionCookie.create())
                .allowPackages("io.cloakroom.examples.myclothes")
                .idleTimeout(Duration.ofHours(2))
                .build();
    }

    /** What is read-only goes to the replicas, everything else to the primary. */
    static ReplicaRoutingDataSource database(DataSource primary, Map<String, DataSource> replicas) {
        var routing = ReplicaRoutingDataSource.builder(primary)
                // long enough for a fail-over of the primary: the catalogue can be a little old, but not be away
                .maxLag(Duration.ofMinutes(2));
        replicas.forEach(routing::replica);
        return routing.build();
    }

    /** The catalogue is read far more often than it changes: from memory, from Redis, and only then from a replica. */
    static Catalog catalog(DataSource database, @Nullable RedisTier redis) {
        ProductTable table = new ProductTable(database);
        return new Catalog(
                table,
                cache("products", table::product, KeyCodec.strings(), ValueCodec.serialized(Product.class), redis),
                cache("listings", table::listing, CatalogQuery::path, ValueCodec.serialized(Listing.class), redis));
    }

    private static <K, V> CacheAside<K, V> cache(
            String name, CacheLoader<K, V> loader, KeyCodec<K> keys, ValueCodec<V> values, @Nullable RedisTier redis) {
        CacheAsideBuilder<K, V> cache = CacheAside.<K, V>builder(name, loader)
                .timeToLive(Duration.ofMinutes(5))
                .keys(keys)
                .values(values);
        return redis == null ? cache.build() : cache.sharedIn(redis).build();
    }
}
