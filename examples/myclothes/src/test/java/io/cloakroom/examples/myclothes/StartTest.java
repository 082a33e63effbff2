package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StartTest {

    @Test
    void start_threeInstancesOnAnEmptyDatabase_migrateOnce() throws Exception {
        try (MariaDbCluster database = MariaDbCluster.start(1)) {
            List<Callable<Instance>> starts = Stream.of("one", "two", "three")
                    .<Callable<Instance>>map(
                            name -> () -> Instance.start(Servers.environment(name, database, Servers.REDIS)))
                    .toList();
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                for (Future<Instance> start : threads.invokeAll(starts)) {
                    try (Instance instance = start.get()) {
                        assertThat(new Shopper().get(instance, "/").products()).hasSize(12);
                    }
                }
            } finally {
                threads.shutdown();
            }
            assertThat(count(database, "SELECT COUNT(*) FROM product")).isEqualTo(27);
            assertThat(count(database, "SELECT COUNT(*) FROM flyway_schema_history WHERE version IS NOT NULL"))
                    .isEqualTo(2);
        }
    }

    @Test
    void start_replicaAway_servesFromThePrimary() {
        try (MariaDbCluster database = MariaDbCluster.start(1)) {
            database.replicas().get(0).kill();
            try (Instance instance = Instance.start(Servers.environment("r", database, Servers.REDIS))) {
                assertThat(new Shopper().get(instance, "/?q=linen").products()).hasSize(2);
            }
        }
    }

    @Test
    void start_inMemory_needsNoRedisAndNoSecret() {
        Map<String, String> environment = Servers.environment("m");
        environment.put("MYCLOTHES_SESSIONS", "memory");
        environment.remove("MYCLOTHES_REDIS");
        environment.remove("MYCLOTHES_SECRET");

        try (Instance instance = Instance.start(environment)) {
            Shopper shopper = new Shopper();
            shopper.addToCart(instance, "tee-moss-m", 1);
            assertThat(shopper.cart(instance)).hasSize(1);
            assertThat(shopper.get(instance, "/health/ready").html()).doesNotContain("cache");
            assertThat(shopper.cart(Instance.A)).as("the counter-example").isEmpty();
        }
    }

    @Test
    void process_terminated_endsInOrderAndSoon() throws Exception {
        Process process = launch();
        try (BufferedReader output = process.inputReader()) {
            String ready = output.readLine();
            assertThat(ready).matches("MyClothes child ready on http://127\\.0\\.0\\.1:\\d+/");

            process.destroy();

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // 128 + SIGTERM: the JVM ran its shutdown hooks
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process launch() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), "io.cloakroom.examples.myclothes.MyClothes");
        builder.environment().putAll(Servers.environment("child"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static long count(MariaDbCluster database, String sql) throws Exception {
        try (Connection connection = database.primary().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
