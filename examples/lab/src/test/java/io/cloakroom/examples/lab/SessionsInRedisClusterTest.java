package io.cloakroom.examples.lab;

import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("long")
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
        return Redis.on(cluster).timeout(PATIENCE).build();
    }
}
