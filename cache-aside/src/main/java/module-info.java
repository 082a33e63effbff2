/** Lazy loading that cannot lie: a cache in process and in Redis which never serves what was invalidated. */
@org.jspecify.annotations.NullMarked
module io.cloakroom.cache {
    requires static transitive org.jspecify;
    // static: for those who share values in Redis
    requires static lettuce.core;
    requires com.github.benmanes.caffeine;
    // static: for those who choose JSON
    requires static com.fasterxml.jackson.databind;
    requires static com.fasterxml.jackson.datatype.jsr310;
    // static: for those who want meters
    requires static micrometer.core;
    // static: for those who have transactions, of plain JDBC or of Spring
    requires static transitive java.sql;
    requires static spring.tx;

    exports io.cloakroom.cache;
    exports io.cloakroom.cache.jdbc;
    exports io.cloakroom.cache.json;
    exports io.cloakroom.cache.micrometer;
    exports io.cloakroom.cache.redis;
    exports io.cloakroom.cache.spring;
    exports io.cloakroom.cache.tier;
    exports io.cloakroom.cache.transaction;
}
