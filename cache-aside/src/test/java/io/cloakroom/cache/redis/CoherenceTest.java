package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.Source;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in process memory follows what lies in Redis. */
final class CoherenceTest {

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source().with("k", "old");
    private final Node node = Node.start(server, source);
    private final Node other = Node.start(server, source);

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
        node.hearReports();
        other.hearReports();
    }

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void invalidate_otherNodeHasReadIt_isReportedThere() {
        node.get("k");
        other.get("k");
        changeTo("new");

        node.cache().invalidate("k");
        other.hearReports();

        assertThat(other.get("k")).isEqualTo("new");
        assertThat(node.get("k")).isEqualTo("new");
    }

    /* Under NOLOOP a client's own SET ends its tracking of the key: what it loaded itself would never be reported. */
    @Test
    void invalidate_otherNodeHasLoadedIt_isReportedThere() {
        other.get("k");
        other.get("k");
        assertThat(other.cache().inspect().local().hits()).isEqualTo(1);
        changeTo("new");

        node.cache().invalidate("k");
        other.hearReports();

        assertThat(other.get("k")).isEqualTo("new");
    }

    @Test
    void flushAll_nothingIsServedFromMemory() {
        node.get("k");
        other.get("k");
        changeTo("new");

        server.execute("FLUSHALL");
        node.hearReports();
        other.hearReports();

        assertThat(node.get("k")).isEqualTo("new");
        assertThat(other.get("k")).isEqualTo("new");
        assertThat(source.loads()).isEqualTo(2);
    }

    @Test
    void flushAll_trackingGoesOn() {
        server.execute("FLUSHALL");
        other.hearReports();
        other.get("k");
        other.get("k");
        assertThat(other.cache().inspect().local().hits()).isEqualTo(1);
        changeTo("new");

        node.cache().invalidate("k");
        other.hearReports();

        assertThat(other.get("k")).isEqualTo("new");
    }

    @Test
    void scriptFlush_isNotNoticed() {
        node.get("k");
        server.execute("SCRIPT", "FLUSH");
        changeTo("new");

        node.cache().invalidate("k");
        assertThat(node.get("k")).isEqualTo("new");

        server.execute("SCRIPT", "FLUSH");
        assertThat(other.get("k")).isEqualTo("new");
        assertThat(node.cache().inspect().shared().failures()).isZero();
        assertThat(source.loads()).isEqualTo(2);
    }

    @Test
    void trackingConnectionKilled_whileAnInvalidationComes_nothingOldIsServed() {
        for (int round = 0; round < 20; round++) {
            String value = "value " + round;
            changeTo(value);
            node.cache().invalidate("k");
            other.awaitLocalTier();
            other.hearReports();
            assertThat(other.get("k")).isEqualTo(value);

            changeTo(value + " changed");
            killTrackedConnectionOf(other);
            node.cache().invalidate("k");
            Await.until("the connection is known to be lost, or open again", () -> isCoherent(other));

            assertThat(other.get("k")).isEqualTo(value + " changed");
        }
    }

    @Test
    void trackingConnectionKilled_localTierComesBackAndIsTracked() {
        node.get("k");
        long epoch = node.epoch();
        killTrackedConnectionOf(node);
        Await.until(
                "tracked again",
                () -> node.epoch() != epoch && node.cache().inspect().local().on());
        node.get("k");
        node.get("k");
        assertThat(node.cache().inspect().local().hits()).isEqualTo(1);
        changeTo("new");

        other.cache().invalidate("k");
        node.hearReports();

        assertThat(node.get("k")).isEqualTo("new");
    }

    @Test
    void get_invalidatedElsewhere_readsAgainOnceAndKeepsWhatItLoads() throws IOException {
        other.get("k");
        // the tests come in any order: Redis may not know the scripts yet, nor this node the stamp of all entries
        other.cache().invalidate("another");
        node.cache().get("another", key -> "value");
        try (var log = CommandLog.of(server)) {
            List<String> commands = log.during(() -> {
                node.get("k");
                changeTo("new");
                other.cache().invalidate("k");
                node.hearReports();
                assertThat(node.get("k")).isEqualTo("new");
                assertThat(node.get("k")).isEqualTo("new");
            });

            assertThat(commands).containsExactly("get", "evalsha", "time", "get", "evalsha", "evalsha");
        }
    }

    @Test
    void get_expiredInRedis_isLoadedAgain() {
        try (Node brief = Node.start(server, source, builder -> builder.timeToLive(Duration.ofMillis(50)))) {
            brief.get("k");
            changeTo("new");

            Await.until("expired everywhere", () -> brief.get("k").equals("new"));
        }
    }

    @Test
    void open_sameNamespaceTwice_isRefused() {
        assertThatThrownBy(() -> node.redis().open(Node.NAMESPACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("things");
    }

    private void changeTo(String value) {
        source.with("k", value);
    }

    private boolean isCoherent(Node node) {
        if (!node.cache().inspect().local().on()) {
            return true;
        }
        try {
            node.hearReports();
            return true;
        } catch (RuntimeException lost) {
            return false;
        }
    }

    private void killTrackedConnectionOf(Node victim) {
        server.execute("CLIENT", "KILL", "ID", victim.connectionId());
    }
}
