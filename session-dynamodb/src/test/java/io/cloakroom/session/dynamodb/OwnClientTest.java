package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.dynamodb.FaultyEndpoint.Fault;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The retries of the client that the store opens: the time-out ends them, nothing else. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class OwnClientTest {

    /** Together they repeat some three hundred times: the SDK's own circuit breaker opens after a hundred. */
    private static final int CALLS = 16;

    private static final Duration OUTAGE = Duration.ofSeconds(2);

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);

    @AutoClose
    private final FaultyEndpoint endpoint =
            FaultyEndpoint.before(DynamoDbLocal.shared().endpoint());

    OwnClientTest() throws IOException {}

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @Test
    void load_resetsAfterAnOutage_goUnnoticed() throws Exception {
        try (DynamoDbSessionStore store = store(OUTAGE)) {
            store.warmUp();
            endpoint.fault(Fault.RESET);
            failAtOnce(store);
            endpoint.fault(Fault.NONE);
            endpoint.resetNext(3);

            assertThat(store.load(newKey())).isEqualTo(new NotFound());

            assertThat(endpoint.resetsLeft()).isZero();
        }
    }

    @Test
    void save_manyResets_isAppliedOnceInTime() {
        try (DynamoDbSessionStore store = store(LocalDynamoDb.PATIENT)) {
            StoreKey key = sessions.created(store);
            endpoint.resetNext(60);

            assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(2, 1));

            assertThat(endpoint.resetsLeft()).isZero();
            assertThat(loaded(store, key).metadata().version()).isEqualTo(2);
        }
    }

    private DynamoDbSessionStore store(Duration timeout) {
        return LocalDynamoDb.storeBuilder(clock)
                .endpoint(endpoint.address())
                .timeout(timeout)
                .build();
    }

    private static void failAtOnce(DynamoDbSessionStore store) throws Exception {
        ExecutorService requests = Executors.newFixedThreadPool(CALLS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                running.add(requests.submit(() -> assertThatExceptionOfType(SessionStoreUnavailableException.class)
                        .isThrownBy(() -> store.load(newKey()))));
            }
            for (Future<?> request : running) {
                request.get();
            }
        } finally {
            requests.shutdownNow();
        }
    }
}
