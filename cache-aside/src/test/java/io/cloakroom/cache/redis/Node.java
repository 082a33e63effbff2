package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheAsideBuilder;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.KeyCodec;
import io.cloakroom.cache.ValueCodec;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** One instance of an application: its own connections, its own memory. */
record Node(RedisTier redis, CacheAside<String, String> cache) implements AutoCloseable {

    static final String NAMESPACE = "things";

    static Node start(RedisServer server, CacheLoader<String, String> loader) {
        return start(server, loader, builder -> builder);
    }

    /** Starts a node that waits for Redis as long as a busy machine may need. */
    static Node start(
            RedisServer server,
            CacheLoader<String, String> loader,
            UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        return start(patient(server.uri()), loader, settings);
    }

    /** A tier that waits for Redis as long as a busy machine may need. */
    static RedisTierBuilder patient(String uri) {
        return RedisTier.builder(uri)
                .readTimeout(Duration.ofSeconds(10))
                .invalidationTimeout(Duration.ofSeconds(10))
                .connectTimeout(Duration.ofSeconds(10))
                .heartbeat(Duration.ofSeconds(20));
    }

    static Node start(
            RedisTierBuilder tier,
            CacheLoader<String, String> loader,
            UnaryOperator<CacheAsideBuilder<String, String>> settings) {
        RedisTier redis = tier.build();
        var builder = CacheAside.<String, String>builder(NAMESPACE, loader)
                .keys(KeyCodec.strings())
                .values(ValueCodec.strings())
                .sharedIn(redis);
        return new Node(redis, settings.apply(builder).build());
    }

    String get(String key) {
        return cache.get(key).orElseThrow();
    }

    /** Waits until all changes that Redis has reported so far are known here: answers come in the same order. */
    void hearReports() {
        LiveConnection connection = redis.trackedConnection();
        if (connection != null) {
            connection.commands().time().toCompletableFuture().join();
        }
    }

    /** The number of the present epoch; 0 while there is none. */
    long epoch() {
        LiveConnection connection = redis.trackedConnection();
        return connection == null ? SharedSpace.NO_EPOCH : connection.epoch();
    }

    /** What Redis calls the tracked connection. */
    String connectionId() {
        LiveConnection connection = requireNonNull(redis.trackedConnection());
        return Long.toString(
                connection.commands().clientId().toCompletableFuture().join());
    }

    void awaitLocalTier() {
        Await.until("local tier on", () -> cache.inspect().local().on());
    }

    @Override
    public void close() {
        redis.close();
    }
}
