package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.FreePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps an instance from starting: always one line on stderr and an exit code, never a stack trace. */
final class MyClothesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MYCLOTHES_PORT          | 70000                   | MYCLOTHES_PORT must be from 0 to 65535",
                "MYCLOTHES_PORT          | http                    | is not an int",
                "MYCLOTHES_INSTANCE      | a b                     | MYCLOTHES_INSTANCE must be 1 to 40 letters",
                "MYCLOTHES_SESSIONS      | floppy                  | must be redis, dynamodb, cookie or memory: floppy",
                "MYCLOTHES_SESSIONS      | cookie                  | MYCLOTHES_SEALING_KEYS must be such as 1:KEY",
                "MYCLOTHES_REDIS         | ''                      | MYCLOTHES_REDIS is missing",
                "MYCLOTHES_REDIS         | localhost               | MYCLOTHES_REDIS must be an address such as",
                "MYCLOTHES_DB_PRIMARY    | ''                      | MYCLOTHES_DB_PRIMARY is missing",
                "MYCLOTHES_DB_PRIMARY    | jdbc:oracle:thin:@x     | MYCLOTHES_DB_PRIMARY must be a JDBC address",
                "MYCLOTHES_DB_REPLICAS   | nonsense                | MYCLOTHES_DB_REPLICAS must be a JDBC address",
                "MYCLOTHES_DB_PASSWORD   | wrong                   | refuses the user: check MYCLOTHES_DB_USER",
                "MYCLOTHES_SECRET        | ''                      | MYCLOTHES_SECRET must have at least 32 characters",
                "MYCLOTHES_SECRET        | short                   | MYCLOTHES_SECRET must have at least 32 characters",
                "MYCLOTHES_CONFIG        | /no/such/file           | cannot be read: /no/such/file",
                "MYCLOTHES_INSECURE_COOKIE | perhaps               | not a boolean",
                "MYCLOTHES_ADDRESS       | 192.0.2.1               | Cannot listen on 192.0.2.1",
            })
    void run_wrongSetting_isOneLineAndTwo(String name, String value, String message) {
        assertThat(runWith(name, value)).isEqualTo(2);
        assertThat(errorLine()).contains(message);
    }

    @Test
    void run_wrongOption_isOneLineAndTwo() {
        assertThat(run(new HashMap<>(), "--prot", "8080")).isEqualTo(2);
        assertThat(errorLine()).contains("--prot").contains("--help");
    }

    @Test
    void run_portInUse_isOneLineAndTwo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(runWith("MYCLOTHES_PORT", Integer.toString(taken.getLocalPort())))
                    .isEqualTo(2);
        }
        assertThat(errorLine()).contains("Cannot listen on 127.0.0.1:").contains("MYCLOTHES_PORT");
    }

    @Test
    void run_redisDoesNotAnswer_isOneLineAndThree() {
        assertThat(runWith("MYCLOTHES_REDIS", "redis://:geheim@127.0.0.1:" + FreePort.find()))
                .isEqualTo(3);
        assertThat(errorLine()).contains("Redis does not answer").doesNotContain("geheim");
    }

    @Test
    void run_redisRefuses_isOneLineAndTwo() {
        String uri = Servers.REDIS.uri().replace("redis://", "redis://somebody:geheim@");

        assertThat(runWith("MYCLOTHES_REDIS", uri)).isEqualTo(2);
        assertThat(errorLine()).contains("Redis refuses us").doesNotContain("geheim");
    }

    @Test
    void run_databaseDoesNotAnswer_isOneLineAndThree() {
        String url = "jdbc:mariadb://127.0.0.1:" + FreePort.find() + "/app?password=geheim";

        assertThat(runWith("MYCLOTHES_DB_PRIMARY", url)).isEqualTo(3);
        assertThat(errorLine()).contains("MYCLOTHES_DB_PRIMARY").doesNotContain("geheim");
    }

    @Test
    void run_databaseMissing_isOneLineAndTwo() {
        String url = Servers.DATABASE.primary().jdbcUrl().replace("/app", "/nothere");

        assertThat(runWith("MYCLOTHES_DB_PRIMARY", url)).isEqualTo(2);
        assertThat(errorLine()).contains("MYCLOTHES_DB");
    }

    @Test
    void run_dynamoDbDoesNotAnswer_isOneLineAndThree() {
        Map<String, String> environment = Servers.environment("x");
        environment.put("MYCLOTHES_SESSIONS", "dynamodb");
        environment.put("MYCLOTHES_DYNAMODB_ENDPOINT", "http://127.0.0.1:" + FreePort.find());

        assertThat(run(environment)).isEqualTo(3);
        assertThat(errorLine()).contains("DynamoDB does not answer");
    }

    @Test
    void run_help_namesEverySetting() {
        assertThat(run(new HashMap<>(), "--help")).isZero();

        String help = out.toString(StandardCharsets.UTF_8);
        assertThat(help)
                .contains("--port", "--instance", "--sessions", "--redis", "--dynamodb-endpoint", "--dynamodb-region")
                .contains("--dynamodb-table", "--dynamodb-create-table", "--db-primary", "--db-replicas", "--db-user")
                .contains("--db-password", "--insecure-cookie", "--secret", "--config", "--address")
                .contains("MYCLOTHES_DB_PRIMARY");
        assertThat(err.size()).isZero();
    }

    @Test
    void settings_commandLineWinsOverEnvironmentOverFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("shop.properties"),
                "port=1\ninstance=file\ndynamodb-table=file\ninsecure-cookie=true\n");
        Map<String, String> environment =
                Map.of("MYCLOTHES_CONFIG", file.toString(), "MYCLOTHES_INSTANCE", "environment", "MYCLOTHES_PORT", "2");

        Settings settings = MyClothes.settings(new String[] {"--port", "3"}, environment, new PrintStream(out));

        assertThat(settings).isNotNull();
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.instance()).isEqualTo("environment");
        assertThat(settings.dynamoDbTable()).isEqualTo("file");
        assertThat(settings.insecureCookie()).isTrue();
        assertThat(settings.address()).isEqualTo("127.0.0.1");
    }

    private int runWith(String name, String value) {
        Map<String, String> environment = Servers.environment("x");
        environment.put(name, value);
        return run(environment);
    }

    private int run(Map<String, String> environment, String... args) {
        return MyClothes.run(args, environment, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String errorLine() {
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        assertThat(out.size()).isZero();
        return text;
    }
}
