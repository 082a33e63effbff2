package io.cloakroom.session.redis;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.session.tck.SessionStoreContract;
import io.cloakroom.session.tck.StoreUnderTest;
import io.cloakroom.testservers.RedisSentinels;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a store, behind Sentinels, with writes that wait for a replica. */
class SentinelSessionStoreTest extends SessionStoreContract {

    /** The Sentinels look for another primary when one has been silent for a second. */
    private static final Duration SHORTER_THAN_AN_ELECTION = Duration.ofMillis(600);

    private static RedisSentinels sentinels;

    @BeforeAll
    static void startServers() {
        sentinels = RedisSentinels.start(1);
    }

    @AfterAll
    static void stopServers() {
        sentinels.close();
    }

    /** The outages are shorter than what makes the Sentinels act, and the replica hangs, too. */
    @Override
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        return StoreUnderTest.of(open(clock))
                .peer(open(clock))
                .clock(clock)
                .outage(
                        () -> sentinels.servers().forEach(server -> server.suspend()),
                        () -> sentinels.servers().forEach(server -> server.resume()));
    }

    private static RedisSessionStore open(ManualClock clock) {
        return Topology.of(sentinels)
                .timeout(SHORTER_THAN_AN_ELECTION)
                .waitForReplicas(1)
                .clock(clock)
                .expiryPolling(Samples.POLLING)
                .build();
    }
}
