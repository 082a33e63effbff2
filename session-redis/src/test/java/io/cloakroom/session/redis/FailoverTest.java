package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Primaries that are killed, or hang, under traffic. Each round has servers of its own and prints what it saw. More
 * rounds, and the time within which additions must be confirmed again: {@code -Dfailover.rounds=20
 * -Dfailover.limit=PT5S}.
 */
@Tag("long")
class FailoverTest {

    private static final int ROUNDS = Integer.getInteger("failover.rounds", 1);
    /** The default, which the figures are about. */
    private static final Duration USUAL = Duration.ofMillis(500);

    private static final Duration LIMIT = Duration.parse(System.getProperty("failover.limit", "PT15S"));

    @TestFactory
    Stream<DynamicTest> sentinel_primaryKilled_confirmsAgainAndLosesNothing() {
        return rounds("Sentinel, primary killed", () -> sentinelRound(RedisServer::kill));
    }

    @TestFactory
    Stream<DynamicTest> sentinel_primaryHangs_confirmsAgainAndLosesNothing() {
        return rounds("Sentinel, primary hung", () -> sentinelRound(RedisServer::suspend));
    }

    @TestFactory
    Stream<DynamicTest> cluster_primaryKilled_confirmsAgainAndLosesNothing() {
        return rounds("Cluster, primary killed", () -> clusterRound(RedisServer::kill));
    }

    @TestFactory
    Stream<DynamicTest> cluster_primaryHangs_confirmsAgainAndLosesNothing() {
        return rounds("Cluster, primary hung", () -> clusterRound(RedisServer::suspend));
    }

    private static String sentinelRound(Consumer<RedisServer> harm) throws InterruptedException {
        try (RedisSentinels servers = RedisSentinels.start(2);
                RedisSessionStore store =
                        Topology.of(servers).timeout(USUAL).waitForReplicas(1).build()) {
            return round(store, traffic -> servers.primary(), harm);
        }
    }

    private static String clusterRound(Consumer<RedisServer> harm) throws InterruptedException {
        try (RedisCluster cluster = RedisCluster.start(3, 2);
                RedisSessionStore store =
                        Topology.of(cluster).timeout(USUAL).waitForReplicas(1).build()) {
            return round(store, traffic -> cluster.primaryOf("cloakroom:session:" + traffic.key()), harm);
        }
    }

    /** Harms the primary under traffic. One that only hung comes back later, and must do no harm then. */
    private static String round(
            RedisSessionStore store, Function<Traffic, RedisServer> victim, Consumer<RedisServer> harm)
            throws InterruptedException {
        try (Traffic traffic = Traffic.begin(store)) {
            RedisServer primary = victim.apply(traffic);
            traffic.fault(() -> harm.accept(primary));
            Duration recovery = traffic.recovery();
            if (primary.isAlive()) {
                primary.resume();
            }
            traffic.awaitConfirmed(200);
            assertThat(traffic.missing()).as("confirmed, but not in the cart").isEmpty();
            assertThat(traffic.notFound()).as("loads that found no session").isZero();
            assertThat(recovery).isLessThan(LIMIT);
            return traffic.figures();
        }
    }

    private static Stream<DynamicTest> rounds(String what, Callable<String> round) {
        return IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(number -> dynamicTest(
                        what + ", round " + number,
                        () -> System.out.println(what + ", round " + number + ": " + round.call())));
    }
}
