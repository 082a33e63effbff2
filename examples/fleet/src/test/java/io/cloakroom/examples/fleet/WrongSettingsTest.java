package io.cloakroom.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.FreePort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wrong setting ends with one line that says what to do. */
final class WrongSettingsTest {

    private static final int WRONG = 2;

    @Test
    void unknownStore_isRefusedWithTheOnesThatAre() {
        CommandLineRun run = CommandLineRun.of("--sessions", "cloud");

        assertThat(run.exitCode()).isEqualTo(WRONG);
        assertThat(run.complaint()).contains("'cloud'", "redis, dynamodb, cookie, memory");
    }

    @Test
    void tooManyInstances_isRefusedWithTheRange() {
        CommandLineRun run = CommandLineRun.of("--instances", "10");

        assertThat(run.exitCode()).isEqualTo(WRONG);
        assertThat(run.complaint()).contains("--instances", "1 to 9", "10");
    }

    @Test
    void unknownOption_isRefused() {
        CommandLineRun run = CommandLineRun.of("--colour", "red");

        assertThat(run.exitCode()).isEqualTo(WRONG);
        assertThat(run.complaint()).contains("--colour");
    }

    @Test
    void portInUse_isRefusedBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLineRun run = CommandLineRun.of("--port", String.valueOf(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(WRONG);
            assertThat(run.complaint()).contains("Port " + taken.getLocalPort() + " is in use", "--port");
            assertThat(run.out()).doesNotContain("MariaDB");
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void redisThatDoesNotAnswer_isTheShopsComplaint() {
        CommandLineRun run =
                CommandLineRun.of("--smoke", "--replicas", "1", "--redis", "redis://127.0.0.1:" + FreePort.find());

        assertThat(run.exitCode()).isEqualTo(WRONG);
        assertThat(run.complaint()).contains("Redis does not answer");
    }
}
