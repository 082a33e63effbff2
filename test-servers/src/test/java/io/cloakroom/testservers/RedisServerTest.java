package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedisServerTest {

    @Test
    void start_ping_answers() {
        try (RedisServer redis = RedisServer.start("--maxmemory", "10mb")) {
            assertThat(redis.execute("PING")).isEqualTo("PONG");
            assertThat(redis.execute("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n10485760");
        }
    }
}
