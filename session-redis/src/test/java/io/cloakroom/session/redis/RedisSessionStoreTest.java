package io.cloakroom.session.redis;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.session.tck.SessionStoreContract;
import io.cloakroom.session.tck.StoreUnderTest;
import io.cloakroom.testservers.RedisServer;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a store, on a server of its own, because the contract suspends it. */
class RedisSessionStoreTest extends SessionStoreContract {

    private static RedisServer redis;

    @BeforeAll
    static void startServer() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        redis.close();
    }

    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        return StoreUnderTest.of(open(clock)).peer(open(clock)).clock(clock).outage(redis::suspend, redis::resume);
    }

    private static RedisSessionStore open(ManualClock clock) {
        return RedisSessionStore.builder(RedisURI.create(redis.uri()))
                .clock(clock)
                .build();
    }
}
