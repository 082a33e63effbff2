package io.cloakroom.examples.lab;

import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisSentinels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("long")
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
        return Redis.on(sentinels).waitForReplicas(1).timeout(PATIENCE).build();
    }
}
