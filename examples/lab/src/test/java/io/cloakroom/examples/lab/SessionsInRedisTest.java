package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;

final class SessionsInRedisTest extends WholePath {

    @Override
    protected SessionStore openStore() {
        return RedisSessionStore.builder(RedisURI.create(RedisServer.shared().uri()))
                .timeout(PATIENCE)
                .build();
    }
}
