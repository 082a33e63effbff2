package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisCluster;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class SessionsInRedisClusterTest extends WholePath {

    private static RedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = RedisCluster.start(3, 0);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected SessionStore openStore() {
        return RedisSessionStore.clusterBuilder(
                        RedisURI.create(cluster.nodes().get(0).uri()))
                .build();
    }
}
