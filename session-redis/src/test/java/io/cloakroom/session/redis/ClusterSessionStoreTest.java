package io.cloakroom.session.redis;

import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.session.tck.SessionStoreContract;
import io.cloakroom.session.tck.StoreUnderTest;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a store, on a cluster: sessions change their ids from slot to slot. */
class ClusterSessionStoreTest extends SessionStoreContract {

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
    protected StoreUnderTest store() {
        ManualClock clock = ManualClock.startingNow();
        return StoreUnderTest.of(Topology.of(cluster)
                        .clock(clock)
                        .expiryPolling(Samples.POLLING)
                        .build())
                .peer(Topology.of(cluster)
                        .clock(clock)
                        .expiryPolling(Samples.POLLING)
                        .build())
                .clock(clock)
                .outage(
                        () -> cluster.nodes().forEach(RedisServer::suspend),
                        () -> cluster.nodes().forEach(RedisServer::resume));
    }
}
