package io.cloakroom.session.redis;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.session.tck.SessionStoreContract;
import io.cloakroom.session.tck.StoreUnderTest;
import io.cloakroom.testservers.RedisServer;
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

    /** One instance keeps what it has read, the other does not. */
    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        return StoreUnderTest.of(builder(clock).nearCache(10_000_000).build())
                .peer(builder(clock).build())
                .clock(clock)
                .outage(redis::suspend, redis::resume);
    }

    private static RedisSessionStoreBuilder builder(ManualClock clock) {
        return Topology.of(redis).clock(clock).expiryPolling(Samples.POLLING);
    }
}
