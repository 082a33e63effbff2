package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Map<String, Integer> taken(ReplicaSelector selector, List<Candidate> candidates) {
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            taken.merge(selector.select(candidates).name(), 1, Integer::sum);
        }
        return taken;
    }

    private record Candidate(String name, int outstanding) implements ReplicaCandidate {}
}
