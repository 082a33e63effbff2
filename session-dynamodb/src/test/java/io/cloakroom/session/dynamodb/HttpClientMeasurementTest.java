package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the choice of the HTTP client costs, for the manual: each in three fresh JVMs, from opening the client to the
 * first answer, and then reads and saves on one thread and on sixteen. {@code -Dcloakroom.measure=true} runs it.
 */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
@EnabledIfSystemProperty(named = "cloakroom.measure", matches = "true")
final class HttpClientMeasurementTest {

    private static final int JVMS = 3;
    private static final int WARM_UP = 2_000;
    private static final int CALLS = 3_000;
    private static final int THREADS = 16;

    @Test
    @Timeout(600)
    void clients_inFreshJvms() throws Exception {
        LocalDynamoDb.createTable();
        URI endpoint = DynamoDbLocal.shared().endpoint();
        for (String client : List.of("url-connection", "apache5")) {
            for (int jvm = 0; jvm < JVMS; jvm++) {
                System.out.print(measureInChild(client, endpoint));
            }
        }
        printFootprint();
    }

    private static String measureInChild(String client, URI endpoint) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process child = new ProcessBuilder(
                        java.toString(),
                        "-Dhttp.maxConnections=" + THREADS,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Measurement.class.getName(),
                        client,
                        endpoint.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        String line = new String(child.getInputStream().readAllBytes(), UTF_8);
        assertThat(child.waitFor()).isZero();
        return line;
    }

    /** The jars that the SDK brings with each client. */
    private static void printFootprint() throws IOException {
        long bytes = 0;
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && (entry.contains("awssdk") || entry.contains("reactive-streams"))) {
                jars.add(jar.getFileName() + " " + Files.size(jar) / 1024 + " KB");
                bytes += Files.size(jar);
            }
        }
        System.out.println(jars.size() + " jars of the SDK, " + bytes / 1024 + " KB: " + String.join(", ", jars));
    }

    /** Runs in a JVM of its own. */
    static final class Measurement {

        private Measurement() {}

        public static void main(String[] arguments) throws Exception {
            long start = System.nanoTime();
            try (SdkHttpClient http = http(arguments[0]);
                    DynamoDbClient client = LocalDynamoDb.clientBuilder(URI.create(arguments[1]), http)
                            .build();
                    DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
                            .table(LocalDynamoDb.TABLE)
                            .timeout(Duration.ofSeconds(20))
                            .build()) {
                store.warmUp();
                long first = System.nanoTime() - start;
                StoreKey key = new Sessions(ManualClock.startingNow()).created(store);
                run(store, key, WARM_UP);
                System.out.printf(
                        "%-14s first answer %d ms; one thread: %s; %d threads: %s%n",
                        arguments[0],
                        TimeUnit.NANOSECONDS.toMillis(first),
                        summary(run(store, key, CALLS)),
                        THREADS,
                        onThreads(store, key));
            }
        }

        private static SdkHttpClient http(String name) {
            return name.equals("apache5")
                    ? Apache5HttpClient.builder().maxConnections(THREADS).build()
                    : UrlConnectionHttpClient.create();
        }

        /** Nine reads, then a save. */
        private static long[] run(DynamoDbSessionStore store, StoreKey key, int calls) {
            Sessions sessions = new Sessions(ManualClock.startingNow());
            long[] nanos = new long[calls];
            for (int call = 0; call < calls; call++) {
                long start = System.nanoTime();
                if (call % 10 == 9) {
                    store.save(
                            key,
                            sessions.changes(
                                    Map.of("cart", new AttributeChange.Put(value("hat"), AttributeChange.ANY))));
                } else {
                    store.load(key);
                }
                nanos[call] = System.nanoTime() - start;
            }
            return nanos;
        }

        private static String onThreads(DynamoDbSessionStore store, StoreKey key) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                long start = System.nanoTime();
                List<Future<long[]>> runs = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    runs.add(threads.submit(() -> run(store, key, CALLS / THREADS)));
                }
                List<Long> nanos = new ArrayList<>();
                for (Future<long[]> run : runs) {
                    Arrays.stream(run.get()).forEach(nanos::add);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                return summary(nanos.stream().mapToLong(nano -> nano).toArray())
                        + String.format(", %.0f a second", nanos.size() / seconds);
            } finally {
                threads.shutdownNow();
            }
        }

        private static String summary(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return String.format(
                    "median %.2f ms, p99 %.2f ms",
                    sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
        }
    }
}
