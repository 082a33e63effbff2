package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerStartExceptionTest {

    @Test
    void start_portTaken_saysSo() {
        try (RedisServer first = RedisServer.start()) {
            assertThatThrownBy(() -> RedisServer.start(first.port(), List.of()))
                    .isInstanceOfSatisfying(ServerStartException.class, e -> {
                        assertThat(e.hint()).contains("another port");
                        assertThat(e).hasMessageContaining(":" + first.port()).hasMessageContaining(e.hint());
                    });
            assertThat(first.execute("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void start_badArgument_showsTheLog() {
        assertThatThrownBy(() -> RedisServer.start("--no-such-setting", "1"))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("no-such-setting");
    }

    @ParameterizedTest
    @CsvSource({
        "write error: No space left on device, java.io.tmpdir",
        "sh: /tmp/redis-server: Permission denied, noexec",
        "mariadbd: error while loading shared libraries: libaio.so.1, package manager",
        "unshare: unshare failed: Operation not permitted, ordinary user",
        "sh: 1: exec: unshare: not found, every usual system",
        "FATAL: could not map memory: Cannot allocate memory, memory",
    })
    void hint_usualCause_saysWhatToDo(String log, String advice) {
        assertThat(new ServerStartException("server", "it ended", log, null).hint())
                .contains(advice);
    }

    @Test
    void message_longLogOfUnknownCause_hasItsEndAndNoAdvice() {
        ServerStartException e = new ServerStartException("server", "it ended", "x".repeat(9_000) + " odd", null);
        assertThat(e.hint()).isEmpty();
        assertThat(e.logTail()).hasSize(4_000).endsWith(" odd");
        assertThat(e.getMessage()).doesNotContain("What to do");
    }

    @Test
    void platform_withoutBinary_namesTheServer() {
        assertThatThrownBy(() -> new Platform("windows 11", "amd64").requireLinuxAmd64("MariaDB"))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("MariaDB")
                .hasMessageContaining("windows 11/amd64");
    }
}
