package io.cloakroom.session.redis;

import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;

/** How the tests reach the servers that they start: patiently, unless a test is about time-outs. */
final class Topology {

    private Topology() {}

    static RedisSessionStoreBuilder of(RedisServer server) {
        return RedisSessionStore.builder(uriOf(server)).timeout(Samples.PATIENCE);
    }

    static RedisSessionStoreBuilder of(RedisCluster cluster) {
        return RedisSessionStore.clusterBuilder(
                        cluster.nodes().stream().map(Topology::uriOf).toArray(RedisURI[]::new))
                .timeout(Samples.PATIENCE);
    }

    static RedisSessionStoreBuilder of(RedisSentinels sentinels) {
        return RedisSessionStore.builder(uriOf(sentinels)).timeout(Samples.PATIENCE);
    }

    static RedisURI uriOf(RedisServer server) {
        return RedisURI.create("127.0.0.1", server.port());
    }

    static RedisURI uriOf(RedisSentinels sentinels) {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.name());
        sentinels.sentinels().forEach(sentinel -> uri.withSentinel("127.0.0.1", sentinel.port()));
        return uri.build();
    }
}
