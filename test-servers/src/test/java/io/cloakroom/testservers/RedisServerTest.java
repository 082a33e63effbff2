package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RedisServerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void start_withArguments_answersAndObeys() {
        try (RedisServer redis = RedisServer.start("--maxmemory", "10mb")) {
            assertThat(redis.execute("PING")).isEqualTo("PONG");
            assertThat(redis.execute("CONFIG", "GET", "maxmemory")).isEqualTo("maxmemory\n10485760");
            assertThat(redis.execute("GET", "none")).isEmpty();
            assertThat(redis.log()).contains("Ready to accept connections");
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
        }
    }

    @Test
    void execute_errorReply_throws() {
        assertThatThrownBy(() -> RedisServer.shared().execute("NO-SUCH"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("unknown command");
    }

    @Test
    void suspend_thenResume_hangsThenAnswers() throws Exception {
        try (RedisServer redis = RedisServer.start()) {
            redis.suspend();
            assertThat(redis.isAlive()).isTrue();
            assertThatThrownBy(() -> RespCommand.send(redis.port(), Duration.ofMillis(200), List.of("PING")))
                    .isInstanceOf(SocketTimeoutException.class);
            redis.resume();
            assertThat(redis.execute("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void restart_afterKill_isEmptyOnTheSamePort() {
        try (RedisServer redis = RedisServer.start()) {
            redis.execute("SET", "coat", "blue");
            int port = redis.port();
            long pid = redis.pid();
            redis.kill();
            assertThat(redis.isAlive()).isFalse();
            assertThat(FreePort.isFree(port)).isTrue();
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.pid()).isNotEqualTo(pid);
            assertThat(redis.execute("GET", "coat")).isEmpty();
        }
    }

    @Test
    void restart_withAppendOnlyFile_hasItsData() {
        try (RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always")) {
            redis.execute("SET", "coat", "blue");
            redis.stop();
            redis.stop();
            redis.restart();
            assertThat(redis.execute("GET", "coat")).isEqualTo("blue");
            redis.restart();
            assertThat(redis.execute("GET", "coat")).isEqualTo("blue");
        }
    }

    @Test
    void replicaOf_write_arrives() {
        try (RedisServer primary = RedisServer.start();
                RedisServer replica = RedisServer.replicaOf(primary)) {
            assertThat(replica.awaitSynced(SOON)).isTrue();
            primary.execute("SET", "coat", "blue");
            assertThat(primary.execute("WAIT", "1", "5000")).isEqualTo("1");
            assertThat(replica.execute("GET", "coat")).isEqualTo("blue");
        }
    }

    @Test
    void close_running_leavesNothing() {
        RedisServer redis = RedisServer.start();
        Path folder = redis.process().folder();
        assertThat(folder).isDirectory();
        redis.close();
        redis.close();
        assertThat(Gone.within(SOON, redis.pid())).isTrue();
        assertThat(FreePort.isFree(redis.port())).isTrue();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(redis::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shared_killed_isReplaced() {
        RedisServer first = RedisServer.shared();
        assertThat(RedisServer.shared()).isSameAs(first);
        first.kill();
        RedisServer second = RedisServer.shared();
        assertThat(second).isNotSameAs(first);
        assertThat(second.execute("PING")).isEqualTo("PONG");
    }
}
