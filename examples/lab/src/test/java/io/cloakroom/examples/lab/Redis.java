package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;

/** Stores on the Redis servers of a test, whose writes wait for a replica. */
final class Redis {

    private static final String PREFIX = "cloakroom:session:";

    private Redis() {}

    static RedisSessionStore careful(RedisSentinels sentinels) {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.name());
        sentinels.sentinels().forEach(sentinel -> uri.withSentinel("127.0.0.1", sentinel.port()));
        return RedisSessionStore.builder(uri.build()).waitForReplicas(1).build();
    }

    static RedisSessionStore careful(RedisCluster cluster) {
        RedisURI[] nodes = cluster.nodes().stream()
                .map(node -> RedisURI.create("127.0.0.1", node.port()))
                .toArray(RedisURI[]::new);
        return RedisSessionStore.clusterBuilder(nodes).waitForReplicas(1).build();
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
