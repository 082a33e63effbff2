package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReplicaSelectorTest {

    private static final Candidate BUSY = new Candidate("busy", 9);
    private static final Candidate IDLE = new Candidate("idle", 0);
    private static final Candidate CALM = new Candidate("calm", 1);

    @Test
    void powerOfTwoChoices_neverTakesTheBusiest() {
        var taken = taken(ReplicaSelector.powerOfTwoChoices(), List.of(BUSY, IDLE, CALM));

        assertThat(taken).containsOnlyKeys("idle", "calm");
        assertThat(taken.get("idle")).isGreaterThan(taken.get("calm"));
    }

    @Test
    void powerOfTwoChoices_ofOne_takesIt() {
        assertThat(taken(ReplicaSelector.powerOfTwoChoices(), List.of(BUSY))).containsOnlyKeys("busy");
    }

    @Test
    void roundRobin_takesEachInTurn() {
        assertThat(taken(ReplicaSelector.roundRobin(), List.of(BUSY, IDLE, CALM)))
                .containsEntry("busy", 100)
                .containsEntry("idle", 100)
                .containsEntry("calm", 100);
    }

    @Test
    void random_takesAll() {
        assertThat(taken(ReplicaSelector.random(), List.of(BUSY, IDLE, CALM))).containsOnlyKeys("busy", "idle", "calm");
    }

    @Test
    void powerOfTwoChoices_avoidsTheSlowOne() {
        Candidate slow = new Candidate("slow", 0, "", 1, 20_000_000);
        Candidate fast = new Candidate("fast", 3, "", 1, 2_000_000);

        var taken = taken(ReplicaSelector.powerOfTwoChoices(), List.of(slow, fast));

        assertThat(taken).as("the slow one is tried now and then").containsOnlyKeys("slow", "fast");
        assertThat(taken.get("fast")).isGreaterThan(200);
    }

    @Test
    void powerOfTwoChoices_heedsWeights() {
        Candidate large = new Candidate("large", 5, "", 4, 0);
        Candidate small = new Candidate("small", 2, "", 1, 0);

        assertThat(taken(ReplicaSelector.powerOfTwoChoices(), List.of(large, small)))
                .containsOnlyKeys("large");
    }

    @Test
    void sameZoneFirst_spillsOverWhenItsZoneIsBusyOrGone() {
        ReplicaSelector selector = ReplicaSelector.sameZoneFirst("a", 4, ReplicaSelector.roundRobin());
        Candidate near = new Candidate("near", 3, "a", 1, 0);
        Candidate busy = new Candidate("busy", 4, "a", 1, 0);
        Candidate wide = new Candidate("wide", 7, "a", 2, 0);
        Candidate far = new Candidate("far", 0, "b", 1, 0);

        assertThat(taken(selector, List.of(near, busy, wide, far))).containsOnlyKeys("near", "wide");
        assertThat(taken(selector, List.of(busy, far))).containsOnlyKeys("busy", "far");
        assertThat(taken(selector, List.of(far))).containsOnlyKeys("far");
    }

    @Test
    void settings_outOfRange_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicaSelector.sameZoneFirst(" ", 1, ReplicaSelector.random()))
                .withMessageContaining("zone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicaSelector.sameZoneFirst("a", 0, ReplicaSelector.random()))
                .withMessageContaining("spillOver");
        for (double weight : new double[] {0, -1, 100.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ReplicaTraits.none().weighing(weight))
                    .withMessageContaining("weight");
        }
    }

    @Test
    void latency_isAMovingAverageThatFades() {
        Latency latency = new Latency();
        assertThat(latency.nanos(0)).isZero();

        latency.record(1_000, 0);
        latency.record(2_000, 0);
        assertThat(latency.nanos(0)).isEqualTo(1_250);
        assertThat(latency.nanos(Duration.ofSeconds(5).toNanos())).isEqualTo(625);
        assertThat(latency.nanos(Duration.ofHours(1).toNanos())).isZero();
    }

    @Test
    void warmth_afterAnOutage_growsFromATenth() {
        ReplicaHealth health = new ReplicaHealth(new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)));
        long slowStart = Duration.ofHours(1).toNanos();
        assertThat(health.warmth(slowStart)).isEqualTo(1);

        assertThat(health.failed()).isTrue();
        assertThat(health.answered()).isTrue();

        assertThat(health.warmth(slowStart)).isEqualTo(0.1);
        assertThat(health.warmth(0)).isEqualTo(1);
        assertThat(health.warmth(1)).isEqualTo(1);
    }

    private static Map<String, Integer> taken(ReplicaSelector selector, List<Candidate> candidates) {
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            taken.merge(selector.select(candidates).name(), 1, Integer::sum);
        }
        return taken;
    }

    private record Candidate(String name, int outstanding, String zone, double weight, long latencyNanos)
            implements ReplicaCandidate {

        Candidate(String name, int outstanding) {
            this(name, outstanding, "", 1, 0);
        }
    }
}
