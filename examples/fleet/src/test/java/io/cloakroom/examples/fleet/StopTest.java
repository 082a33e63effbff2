package io.cloakroom.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stopping leaves nothing behind. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class StopTest {

    private static final Pattern OPEN = Pattern.compile("Open http://127\\.0\\.0\\.1:(\\d+)/");

    /** Where the mask of ignored signals has the second bit. */
    private static final Pattern IGNORING_SIGINT = Pattern.compile("SigIgn:\\s*[0-9a-f]*[2367abef]");

    @TempDir
    private Path temporaryFolder;

    @Test
    void interrupt_endsEveryProcessFreesThePortAndRemovesTheFiles() throws Exception {
        try (ChildProcess fleet = start()) {
            int port = awaitOpen(fleet);
            List<ProcessHandle> processes = descendants(fleet);
            assertThat(processes).hasSizeGreaterThanOrEqualTo(6);

            boolean politely = fleet.stop(Duration.ofSeconds(60));

            assertThat(politely).as(fleet.log()).isTrue();
            await("processes to end", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(accepts(port)).isFalse();
            await("folders to go", () -> leftovers().isEmpty());
        }
    }

    @Test
    void kill_endsEveryProcessAsWell() throws Exception {
        try (ChildProcess fleet = start()) {
            awaitOpen(fleet);
            List<ProcessHandle> processes = descendants(fleet);

            // only the fleet's own JVM, as the kernel does it: what it started is left to its own devices
            ProcessHandle.of(fleet.pid()).orElseThrow().destroyForcibly();

            await("processes to end", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
            await("folders to go", () -> leftovers().isEmpty());
        }
    }

    private ChildProcess start() throws IOException {
        List<String> command = new ArrayList<>(listeningToInterrupts());
        command.addAll(List.of(
                ChildProcess.javaCommand().toString(),
                "-Djava.io.tmpdir=" + temporaryFolder,
                "-cp",
                System.getProperty("java.class.path"),
                FleetCommand.class.getName()));
        command.addAll(List.of("--shop", CommandLineRun.shop().toString(), "--port", "0"));
        command.addAll(List.of("--instances", "2", "--replicas", "1"));
        return ChildProcess.builder("fleet", command).stopSignal("INT").start();
    }

    /**
     * A build that a script has put into the background is deaf to SIGINT, and so is every process that it starts:
     * POSIX has shells ignore the signal there, and JVMs respect it. A terminal, which this test stands for, does not.
     */
    private static List<String> listeningToInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean deaf = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .anyMatch(line -> IGNORING_SIGINT.matcher(line).matches());
        return deaf ? List.of("env", "--default-signal=INT") : List.of();
    }

    private static int awaitOpen(ChildProcess fleet) {
        await("the fleet to open", () -> !fleet.isAlive() || open(fleet).isPresent());
        return open(fleet).orElseThrow(() -> new AssertionError(fleet.log()));
    }

    private static Optional<Integer> open(ChildProcess fleet) {
        Matcher matcher = OPEN.matcher(fleet.log());
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static List<ProcessHandle> descendants(ChildProcess fleet) {
        return ProcessHandle.of(fleet.pid()).orElseThrow().descendants().toList();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What is left of the JVM's own folder; the cache of unpacked programs stays on purpose. */
    private List<Path> leftovers() {
        try (Stream<Path> files = Files.walk(temporaryFolder, 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith("jvm-"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline for " + what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
