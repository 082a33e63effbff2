package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.FreePort;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A DynamoDB that is away, silent, or away for a moment only. The store opens its own client. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class OutageTest {

    /** Far more than the time-out of 450 ms, and far less than what the SDK would take by itself. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final DynamoDbLocal server = DynamoDbLocal.shared();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @Test
    void load_connectionRefused_isUnavailableInTime() {
        URI nobody = URI.create("http://127.0.0.1:" + FreePort.find());
        try (DynamoDbSessionStore store =
                LocalDynamoDb.storeBuilder(clock).endpoint(nobody).build()) {
            assertUnavailableSoon(store, newKey());
        }
    }

    @Test
    void load_connectionRefusedForAMoment_goesUnnoticed() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find());
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock)
                .endpoint(URI.create("http://127.0.0.1:" + address.getPort()))
                .timeout(LocalDynamoDb.PATIENT)
                .build()) {
            Future<HttpServer> start = later.schedule(() -> emptyTable(address), 300, TimeUnit.MILLISECONDS);

            assertThat(store.load(newKey())).isEqualTo(new LoadOutcome.NotFound());

            start.get().stop(0);
        } finally {
            later.shutdownNow();
        }
    }

    /** Answers as a table does that does not have the item. */
    private static HttpServer emptyTable(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void load_serverSilent_isUnavailableInTimeAndRecovers() {
        StoreKey key;
        try (DynamoDbSessionStore patient =
                LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build()) {
            key = sessions.created(patient);
        }
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock).build()) {
            server.suspend();
            try {
                assertUnavailableSoon(store, key);
            } finally {
                server.resume();
            }
            eventually("the session is found again", () -> isFound(store, key));
        }
    }

    @Test
    void save_serverSilentForAMoment_isAppliedOnce() throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock)
                .timeout(LocalDynamoDb.PATIENT)
                .attemptTimeout(Duration.ofMillis(200))
                .build()) {
            StoreKey key = sessions.created(store);
            server.suspend();
            Future<?> end = later.schedule(server::resume, 700, TimeUnit.MILLISECONDS);

            assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(2, 1));

            end.get();
            assertThat(attribute(loaded(store, key), "cart").version()).isEqualTo(2);
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void load_interrupted_isUnavailableAndStaysInterrupted() {
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock).build()) {
            Thread.currentThread().interrupt();

            assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(() -> store.load(newKey()));

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void assertUnavailableSoon(DynamoDbSessionStore store, StoreKey key) {
        long start = System.nanoTime();
        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .isThrownBy(() -> store.load(key))
                .withMessageStartingWith("GetItem on the session table 'sessions' failed");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private static boolean isFound(DynamoDbSessionStore store, StoreKey key) {
        try {
            return loaded(store, key).attributes().containsKey("cart");
        } catch (SessionStoreException e) {
            return false;
        }
    }
}
