package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.redis.RedisSessionStoreBuilder;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;

/** Stores on the Redis servers of a test. */
final class Redis {

    private static final String PREFIX = "cloakroom:session:";

    private Redis() {}

    static RedisSessionStoreBuilder on(RedisSentinels sentinels) {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.name());
        sentinels.sentinels().forEach(sentinel -> uri.withSentinel("127.0.0.1", sentinel.port()));
        return RedisSessionStore.builder(uri.build());
    }

    static RedisSessionStoreBuilder on(RedisCluster cluster) {
        return RedisSessionStore.clusterBuilder(cluster.nodes().stream()
                .map(node -> RedisURI.create("127.0.0.1", node.port()))
                .toArray(RedisURI[]::new));
    }

    /** Returns the server of the one session that there is. */
    static RedisServer primaryWithASession(RedisCluster cluster) {
        return cluster.nodes().stream()
                .map(node -> node.execute("KEYS", PREFIX + "*"))
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .map(keys -> cluster.primaryOf(keys.lines().findFirst().orElseThrow()))
                .orElseThrow();
    }
}
