package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.dynamodb.FaultyEndpoint.Fault;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each kind of failure below the SDK, on each operation, with the store's own client and all its defaults. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class FaultyEndpointTest {

    /** Far more than the 450 ms that are printed below, and far less than what the SDK would take by itself. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final DynamoDbSessionStore healthy =
            LocalDynamoDb.storeBuilder(clock).timeout(LocalDynamoDb.PATIENT).build();
    private FaultyEndpoint endpoint;
    private StoreKey key = newKey();

    FaultyEndpointTest() throws IOException {
        endpoint = FaultyEndpoint.before(DynamoDbLocal.shared().endpoint());
    }

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @BeforeEach
    void createSession() {
        key = sessions.created(healthy);
    }

    @AfterEach
    void close() throws IOException {
        healthy.close();
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void operation_allTheTime_isUnavailableInTimeAndChangesNothing(Fault fault) throws Exception {
        try (DynamoDbSessionStore store =
                LocalDynamoDb.storeBuilder(clock).endpoint(endpoint.address()).build()) {
            store.warmUp();
            endpoint.fault(fault);

            assertAllUnavailableInTime(fault, operations(store));

            endpoint.fault(Fault.NONE);
            eventually("the store works again", () -> works(store));
        }
        if (fault != Fault.RESET_IN_ANSWER && fault != Fault.DRIP) {
            assertThat(loaded(healthy, key).metadata().version()).isEqualTo(1);
        }
    }

    /** As long as the fault is shorter than the time-out, nobody notices. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void save_forAMoment_isAppliedOnce(Fault fault) throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock)
                .endpoint(endpoint.address())
                .timeout(LocalDynamoDb.PATIENT)
                .attemptTimeout(Duration.ofMillis(500))
                .build()) {
            store.warmUp();
            endpoint.fault(fault);
            Future<?> end = later.schedule(() -> endpoint.fault(Fault.NONE), 300, TimeUnit.MILLISECONDS);

            assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(2, 1));

            end.get();
            assertThat(attribute(loaded(healthy, key), "cart").version()).isEqualTo(2);
        } finally {
            later.shutdownNow();
        }
    }

    /** A connection costs a TLS handshake: it has to be kept, also after refusals. */
    @Test
    void operations_oneAfterTheOther_shareAConnection() {
        try (DynamoDbSessionStore store = LocalDynamoDb.storeBuilder(clock)
                .endpoint(endpoint.address())
                .timeout(LocalDynamoDb.PATIENT)
                .build()) {
            for (int i = 0; i < 50; i++) {
                store.load(key);
                store.save(key, sessions.put("cart", value("hat"), 7));
                store.save(key, sessions.put("cart", value("hat"), AttributeChange.ANY));
            }
        }

        assertThat(endpoint.connections()).isEqualTo(1);
    }

    private Map<String, Runnable> operations(DynamoDbSessionStore store) {
        Map<String, Runnable> operations = new LinkedHashMap<>();
        operations.put("load", () -> store.load(key));
        operations.put("save", () -> store.save(key, sessions.put("cart", value("hat"), 7)));
        operations.put(
                "save of a large attribute",
                () -> store.save(key, sessions.put("photo", random(100_000), AttributeChange.ABSENT)));
        operations.put("create", () -> store.create(newKey(), sessions.session(Map.of())));
        operations.put("changeId", () -> store.changeId(key, newKey(), sessions.put("cart", value("hat"), 7)));
        operations.put("delete", () -> store.delete(newKey(), 1));
        operations.put("findByPrincipal", () -> store.findByPrincipal("alice"));
        operations.put("reserve", () -> store.reserve("alice", newKey(), 100, Duration.ofMinutes(1)));
        return operations;
    }

    private static void assertAllUnavailableInTime(Fault fault, Map<String, Runnable> operations) throws Exception {
        ExecutorService requests = Executors.newFixedThreadPool(operations.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            operations.forEach((name, operation) ->
                    running.add(requests.submit(() -> assertUnavailableInTime(fault, name, operation))));
            for (Future<?> request : running) {
                request.get();
            }
        } finally {
            requests.shutdownNow();
        }
    }

    private static void assertUnavailableInTime(Fault fault, String name, Runnable operation) {
        long start = System.nanoTime();
        assertThatExceptionOfType(SessionStoreUnavailableException.class)
                .as(name)
                .isThrownBy(operation::run);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("FaultyEndpointTest: %s, %s: unavailable after %d ms%n", fault, name, taken.toMillis());
        assertThat(taken).as(name).isLessThan(SOON);
    }

    private boolean works(DynamoDbSessionStore store) {
        try {
            return store.save(key, sessions.put("cart", value("hat"), 7)) instanceof Conflict;
        } catch (SessionStoreUnavailableException e) {
            return false;
        }
    }
}
