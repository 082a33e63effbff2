package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void start_command_keepsOutputAndExitCode() {
        try (ChildProcess child = shell("echo out; echo err >&2; exit 7").start()) {
            assertThat(child.awaitExit(SOON)).isTrue();
            assertThat(child.exitCode()).hasValue(7);
            assertThat(child.log()).isEqualTo("out\nerr\n");
        }
    }

    @Test
    void start_folderEnvironmentAndOutput_areUsed(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("log");
        try (ChildProcess child = shell("pwd; echo $COAT; cat")
                .folder(folder.toRealPath())
                .environment("COAT", "blue")
                .output(output)
                .start()) {
            assertThat(child.awaitExit(SOON)).isTrue();
            assertThat(output).hasContent(folder.toRealPath() + "\nblue\n");
        }
    }

    @Test
    void onLine_listenerThrows_fileGetsTheRest() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (ChildProcess child = shell("echo one; echo two; echo three")
                .onLine(line -> {
                    lines.add(line);
                    if (line.equals("two")) {
                        throw new IllegalStateException("enough");
                    }
                })
                .start()) {
            assertThat(Poll.until(SOON, () -> child.log().contains("three"))).isTrue();
            assertThat(lines).containsExactly("one", "two");
        }
    }

    @Test
    void start_noSuchProgram_endsWith127() {
        try (ChildProcess child =
                ChildProcess.builder("nothing", List.of("/no/such/program")).start()) {
            assertThat(child.awaitExit(SOON)).isTrue();
            assertThat(child.exitCode()).hasValue(127);
            assertThat(child.log()).contains("/no/such/program");
        }
    }

    @Test
    void stop_politeProcess_endsByItself() {
        try (ChildProcess child = shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done")
                .start()) {
            awaitReady(child);
            assertThat(child.stop(SOON)).isTrue();
            assertThat(child.exitCode()).hasValue(5);
        }
    }

    @Test
    void stop_suspendedProcess_endsByItself() {
        try (ChildProcess child = shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done")
                .start()) {
            awaitReady(child);
            child.suspend();
            assertThat(child.stop(SOON)).isTrue();
        }
    }

    @Test
    void stop_stubbornProcess_isKilledWithItsChildren() {
        try (ChildProcess child =
                shell("trap '' TERM; sleep 1000 & echo ready; wait; sleep 1000").start()) {
            awaitReady(child);
            long grandchild = ProcessHandle.of(child.pid())
                    .orElseThrow()
                    .children()
                    .findFirst()
                    .orElseThrow()
                    .pid();
            assertThat(child.stop(Duration.ofMillis(100))).isFalse();
            assertThat(child.exitCode()).hasValue(128 + 9);
            assertThat(Gone.within(SOON, grandchild)).isTrue();
        }
    }

    @Test
    void suspend_afterTheEnd_isRefused() {
        try (ChildProcess child = shell("exit 0").start()) {
            assertThat(child.awaitExit(SOON)).isTrue();
            assertThatThrownBy(child::suspend).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(child::resume).isInstanceOf(IllegalStateException.class);
            assertThat(child.stop(SOON)).isTrue();
        }
    }

    @Test
    void builder_emptyCommand_isRefused() {
        assertThatThrownBy(() -> ChildProcess.builder("nothing", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("command");
    }

    private static ChildProcess.Builder shell(String script) {
        return ChildProcess.builder("shell", List.of("sh", "-c", script));
    }

    private static void awaitReady(ChildProcess child) {
        assertThat(Poll.until(SOON, () -> child.log().contains("ready"))).isTrue();
    }
}
