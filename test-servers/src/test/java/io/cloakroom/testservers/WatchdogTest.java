package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchdogTest {

    private static final Duration CLEAN_UP = Duration.ofSeconds(15);

    /** One end without a word, one in order, one in the midst of things. */
    @ParameterizedTest
    @ValueSource(strings = {"killed", "returns", "halts"})
    void jvmEnds_howeverItDoes_serversAndFolderGo(String end) {
        try (ChildProcess jvm = ChildJvm.start(ServerHolder.class, end)) {
            List<Long> pids = Stream.of(ChildJvm.awaitLine(jvm, "pids ").split(" ", -1))
                    .map(Long::valueOf)
                    .toList();
            List<Integer> ports = Stream.of(ChildJvm.awaitLine(jvm, "ports ").split(" ", -1))
                    .map(Integer::valueOf)
                    .toList();
            Path folder = Path.of(ChildJvm.awaitLine(jvm, "folder "));
            assertThat(pids).hasSizeGreaterThan(4);
            if (end.equals("killed")) {
                assertThat(pids).allMatch(pid -> ProcessHandle.of(pid).isPresent());
                assertThat(folder).isDirectory();
                ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();
            }
            assertThat(jvm.awaitExit(CLEAN_UP)).isTrue();
            assertThat(pids).allMatch(pid -> Gone.within(CLEAN_UP, pid));
            assertThat(ports).allMatch(FreePort::isFree);
            assertThat(Poll.until(CLEAN_UP, () -> !Files.exists(folder))).isTrue();
        }
    }

    /** The child JVM: holds servers, two of them suspended, one of these with processes of its own. */
    static final class ServerHolder {

        private ServerHolder() {}

        public static void main(String[] arguments) throws Exception {
            RedisServer running = RedisServer.start();
            RedisServer hanging = RedisServer.start();
            hanging.suspend();
            PostgresCluster postgres = PostgresCluster.start(0);
            ChildProcess other =
                    ChildProcess.builder("sleep", List.of("sleep", "1000")).start();
            try (Connection connection = postgres.primary().connect()) {
                connection.createStatement().execute("CREATE TABLE t (a INT)");
                postgres.primary().suspend();
                List<Long> pids = Stream.concat(
                                Stream.of(
                                        running.pid(),
                                        hanging.pid(),
                                        postgres.primary().pid(),
                                        other.pid()),
                                ProcessHandle.of(postgres.primary().pid())
                                        .orElseThrow()
                                        .descendants()
                                        .map(ProcessHandle::pid))
                        .toList();
                print("pids", pids);
                print(
                        "ports",
                        List.of(
                                running.port(),
                                hanging.port(),
                                postgres.primary().port()));
                print("folder", List.of(running.process().folder().resolve("..").normalize()));
                end(arguments[0]);
            }
        }

        private static void end(String how) throws InterruptedException {
            switch (how) {
                case "returns" -> System.exit(0);
                case "halts" -> Runtime.getRuntime().halt(3);
                // until the test kills it, or this process has lost its parent
                default ->
                    ProcessHandle.current().parent().orElseThrow().onExit().join();
            }
        }

        private static void print(String what, List<?> values) {
            System.out.println(what + " "
                    + String.join(" ", values.stream().map(String::valueOf).toList()));
        }
    }
}
