package io.cloakroom.examples.lab;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.testservers.RedisServer;

final class SessionsInRedisTest extends WholePath {

    @Override
    protected SessionStore openStore() {
        return RedisSessionStore.create(RedisServer.shared().uri());
    }
}
