package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisSentinels;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class SessionsBehindSentinelsTest extends WholePath {

    private static RedisSentinels sentinels;

    @BeforeAll
    static void startServers() {
        sentinels = RedisSentinels.start(1);
    }

    @AfterAll
    static void stopServers() {
        sentinels.close();
    }

    @Override
    protected SessionStore openStore() {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.name());
        sentinels.sentinels().forEach(sentinel -> uri.withSentinel("127.0.0.1", sentinel.port()));
        return RedisSessionStore.builder(uri.build()).waitForReplicas(1).build();
    }
}
