/** Lazy loading that cannot lie: a cache in process and in Redis which never serves what was invalidated. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.cache {
    requires static transitive org.jspecify;
    requires static lettuce.core;
    requires com.github.benmanes.caffeine;

    exports io.cloakroom.cache;
    exports io.cloakroom.cache.redis;
    exports io.cloakroom.cache.tier;
}
