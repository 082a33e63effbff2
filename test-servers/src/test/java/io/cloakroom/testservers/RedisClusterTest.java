package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RedisClusterTest {

    private static final Duration FAIL_OVER = Duration.ofSeconds(30);

    @Test
    void primaryOf_killed_replicaTakesOverWithTheData() {
        try (RedisCluster cluster = RedisCluster.start(3, 1)) {
            RedisServer old = cluster.primaryOf("coat");
            assertThat(cluster.nodes()).hasSize(6);
            assertThat(cluster.nodes().indexOf(old)).isLessThan(3);
            old.execute("SET", "coat", "blue");
            assertThat(old.execute("WAIT", "1", "5000")).isEqualTo("1");
            old.kill();
            assertThat(Poll.until(FAIL_OVER, () -> cluster.primaryOf("coat") != old))
                    .isTrue();
            assertThat(cluster.primaryOf("coat").execute("GET", "coat")).isEqualTo("blue");
        }
    }

    @Test
    void start_tooFewPrimaries_isRefused() {
        assertThatThrownBy(() -> RedisCluster.start(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("primaries");
    }
}
