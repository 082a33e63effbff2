package io.cloakroom.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BalancingTest {

    private final Target first = new Target("web-1", URI.create("http://127.0.0.1:1/"));
    private final Target second = new Target("web-2", URI.create("http://127.0.0.1:2/"));
    private final List<Target> targets = List.of(first, second);
    private final AtomicInteger turn = new AtomicInteger();

    @Test
    void roundRobin_takesTurns() {
        assertThat(List.of(pick(Balancing.ROUND_ROBIN), pick(Balancing.ROUND_ROBIN), pick(Balancing.ROUND_ROBIN)))
                .containsExactly(first, second, first);
    }

    @Test
    void sticky_staysWithTheRememberedTargetWhileItIsInService() {
        assertThat(Balancing.STICKY.pick(targets, turn, "web-2")).isSameAs(second);

        second.takeOut();

        assertThat(Balancing.STICKY.pick(targets, turn, "web-2")).isSameAs(first);
    }

    @Test
    void pick_nothingInService_isNull() {
        targets.forEach(Target::takeOut);

        assertThat(Balancing.ROUND_ROBIN.pick(targets, turn, null)).isNull();
    }

    @Test
    void healthChecks_changeServiceAfterTwoEqualAnswers() {
        first.healthCheckAnswered(false);
        assertThat(first.inService()).isTrue();
        first.healthCheckAnswered(false);
        assertThat(first.inService()).isFalse();

        first.healthCheckAnswered(true);
        first.healthCheckAnswered(false);
        first.healthCheckAnswered(true);
        assertThat(first.inService()).isFalse();
        first.healthCheckAnswered(true);
        assertThat(first.inService()).isTrue();
    }

    private Target pick(Balancing balancing) {
        Target picked = balancing.pick(targets, turn, null);
        assertThat(picked).isNotNull();
        return picked;
    }
}
