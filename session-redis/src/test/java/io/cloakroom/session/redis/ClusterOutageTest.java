package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cluster that has lost a range of slots takes no requests, not for the other ranges either. */
class ClusterOutageTest {

    private static final String PREFIX = "cloakroom:session:";

    @Test
    void everyOperation_aRangeOfSlotsIsDown_saysSoAndRecovers() {
        try (RedisCluster cluster = RedisCluster.start(3, 0);
                RedisSessionStore store = Topology.of(cluster).build()) {
            RedisServer lost = cluster.nodes().get(0);
            StoreKey key = Stream.generate(Samples::newKey)
                    .filter(candidate -> cluster.primaryOf(PREFIX + candidate) != lost)
                    .findFirst()
                    .orElseThrow();
            store.create(key, Samples.session());

            lost.suspend();

            String down = "belongs to a cluster that is down";
            Waiting.until(
                    "the cluster is down",
                    () -> Waiting.unavailability(() -> store.load(key)).contains(down));
            assertThat(Waiting.unavailability(() -> store.save(key, Samples.changes())))
                    .contains(down);

            lost.resume();
            Waiting.until(
                    "the cluster is back",
                    () -> Waiting.unavailability(() -> store.load(key)).isEmpty());
            assertThat(store.load(key)).isInstanceOf(Found.class);
            assertThat(store.save(key, Samples.changes())).isEqualTo(new Applied(2, 1));
        }
    }
}
