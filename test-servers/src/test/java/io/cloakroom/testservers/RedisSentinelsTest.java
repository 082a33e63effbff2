package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RedisSentinelsTest {

    private static final Duration FAIL_OVER = Duration.ofSeconds(30);

    @Test
    void primary_killed_anotherOneTakesOverWithTheData() {
        try (RedisSentinels group = RedisSentinels.start(2)) {
            RedisServer old = group.primary();
            assertThat(group.servers()).hasSize(3).startsWith(old);
            old.execute("SET", "coat", "blue");
            assertThat(old.execute("WAIT", "2", "5000")).isEqualTo("2");
            old.kill();
            assertThat(Poll.until(FAIL_OVER, () -> group.primary() != old)).isTrue();
            assertThat(group.primary().execute("GET", "coat")).isEqualTo("blue");
            group.sentinels().get(0).kill();
            assertThat(Poll.until(FAIL_OVER, () -> group.primary() != old)).isTrue();
        }
    }

    @Test
    void start_withoutReplica_isRefused() {
        assertThatThrownBy(() -> RedisSentinels.start(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replicas");
    }
}
