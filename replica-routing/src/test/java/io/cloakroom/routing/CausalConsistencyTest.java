package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three instances, 16 clients, replicas that pause for up to 5 seconds. {@code -Dcausal.seconds=300} runs for longer
 * than 30 seconds (the two runs beside the main one take half of it), {@code -Dcausal.seed=7} repeats the choices of a
 * run.
 */
@Tag("long")
final class CausalConsistencyTest {

    private static final int CLIENTS = 16;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("causal.seconds", 30));

    private static MariaDbCluster cluster;

    @BeforeAll
    static void start() {
        cluster = MariaDbCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(name = "positions at commit: {0}")
    @ValueSource(booleans = {false, true})
    @Timeout(900)
    void causalMode_withRandomPausesAndMoves_showsNoStaleOwnRead(boolean learnAtCommit) throws Exception {
        CausalRun run =
                CausalRun.of(cluster, true, learnAtCommit, CLIENTS, learnAtCommit ? TIME.dividedBy(2) : TIME, seed());
        System.out.println(run.summary() + (learnAtCommit ? " (positions at commit)" : " (positions by polls)"));

        assertThat(run.staleReads()).as(run.summary()).isZero();
        assertThat(run.replicaReads()).as(run.summary()).isPositive();
    }

    /** So that the run above is known to see what it looks for. */
    @Test
    @Timeout(900)
    void withoutCausalMode_theSameRun_showsStaleReads() throws Exception {
        CausalRun run = CausalRun.of(cluster, false, false, CLIENTS, TIME.dividedBy(2), seed());
        System.out.println(run.summary());

        assertThat(run.staleReads()).as(run.summary()).isPositive();
    }

    private static long seed() {
        return Long.getLong("causal.seed", new SplittableRandom().nextLong());
    }
}
