package io.cloakroom.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.cloakroom.session.redis.RedisSessionStore;
import io.cloakroom.testservers.RedisCluster;
import io.cloakroom.testservers.RedisSentinels;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Primaries that are killed, or hang, while customers shop: how long they are told to come back, and that none of them
 * loses what an instance has acknowledged. More rounds, and the time within which additions must be acknowledged again:
 * {@code -Dfailover.rounds=20 -Dfailover.limit=PT5S}.
 */
@Tag("long")
final class RedisFailoverTest {

    private static final int ROUNDS = Integer.getInteger("failover.rounds", 1);
    private static final Duration LIMIT = Duration.parse(System.getProperty("failover.limit", "PT15S"));

    @TestFactory
    Stream<DynamicTest> sentinel_primaryKilled_customersGoOn() {
        return rounds("Sentinel, primary killed", () -> sentinelRound(RedisServer::kill));
    }

    @TestFactory
    Stream<DynamicTest> sentinel_primaryHangs_customersGoOn() {
        return rounds("Sentinel, primary hung", () -> sentinelRound(RedisServer::suspend));
    }

    @TestFactory
    Stream<DynamicTest> cluster_primaryKilled_customersGoOn() {
        return rounds("Cluster, primary killed", () -> clusterRound(RedisServer::kill));
    }

    private static String sentinelRound(Consumer<RedisServer> harm) throws Exception {
        try (RedisSentinels servers = RedisSentinels.start(2)) {
            return round(Redis.on(servers).waitForReplicas(1).build(), servers::primary, harm);
        }
    }

    private static String clusterRound(Consumer<RedisServer> harm) throws Exception {
        try (RedisCluster cluster = RedisCluster.start(3, 2)) {
            return round(Redis.on(cluster).waitForReplicas(1).build(), () -> Redis.primaryWithASession(cluster), harm);
        }
    }

    /** Harms the primary under traffic. One that only hung comes back later, and must do no harm then. */
    private static String round(RedisSessionStore store, Supplier<RedisServer> victim, Consumer<RedisServer> harm)
            throws Exception {
        try (Shop shop = new Shop(store);
                Shoppers shoppers = Shoppers.begin(shop.cart())) {
            RedisServer primary = victim.get();
            shoppers.fault(() -> harm.accept(primary));
            Duration recovery = shoppers.recovery();
            if (primary.isAlive()) {
                primary.resume();
            }
            shoppers.awaitMore();
            shoppers.assertNothingIsLost();
            assertThat(recovery).isLessThan(LIMIT);
            return shoppers.figures();
        }
    }

    private static Stream<DynamicTest> rounds(String what, Callable<String> round) {
        return IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(number -> dynamicTest(
                        what + ", round " + number,
                        () -> System.out.println(what + ", round " + number + ": " + round.call())));
    }
}
