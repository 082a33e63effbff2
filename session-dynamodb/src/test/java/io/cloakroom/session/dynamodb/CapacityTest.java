package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.bytes;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Capacity units of each kind of request, as the server reports them: the table in the manual. A load takes read units,
 * the others write units, a log-in both: those of its read, and twice the kilobytes of each item of its transaction.
 */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class CapacityTest {

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final RecordedCalls calls = new RecordedCalls();
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), UrlConnectionHttpClient.create())
            .overrideConfiguration(config -> config.addExecutionInterceptor(calls))
            .build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .build();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    /** The session has one attribute of the size and a small one, which the save changes. */
    @ParameterizedTest
    @CsvSource({
        // size of the large attribute, and what the manual says
        "100, 'load 1, create 1, save 1, touch 1, log-in 1 + 2*[1, 1, 1], delete 1'",
        "3000, 'load 1, create 4, save 4, touch 4, log-in 1 + 2*[4, 1, 1], delete 4'",
        "10200, 'load 3, create 11, save 11, touch 11, log-in 3 + 2*[11, 1, 1], delete 11'",
        "60000, 'load 15, create 59, save 59, touch 59, log-in 15 + 2*[59, 1, 1], delete 59'",
        "100000, 'load 26, create 99, save 1, touch 1, log-in 1 + 2*[1, 1, 1], delete 1'",
        "1000000, 'load 246, create 980, save 1, touch 1, log-in 1 + 2*[1, 1, 1], delete 1'",
    })
    void request_ofASession_consumes(int size, String units) {
        StoreKey key = newKey();
        StoreKey next = newKey();
        SessionOwner owner = new SessionOwner("user-" + next.value(), clock.instant(), "");

        String create =
                units(() -> store.create(key, sessions.session(Map.of("large", bytes(size), "cart", value("shoes")))));
        String load = units(() -> store.load(key));
        String save = units(() -> store.save(key, sessions.put("cart", value("hat"), AttributeChange.ANY)));
        clock.advance(Duration.ofSeconds(1));
        String touch = units(() -> {
            store.touch(key, 1, sessions.access());
            eventually("touched", () -> calls.units() > 0);
        });
        String logIn =
                units(() -> store.changeId(key, next, new SessionChanges(1, sessions.access(), Map.of(), null, owner)));
        logIn += " + 2*" + calls.kilobytesInTransactions();
        calls.clear();
        store.delete(next, 2);
        String delete = String.format("%.0f", calls.firstUnits());

        assertThat(String.format(
                        "load %s, create %s, save %s, touch %s, log-in %s, delete %s",
                        load, create, save, touch, logIn, delete))
                .isEqualTo(units);
    }

    private String units(Runnable operation) {
        calls.clear();
        operation.run();
        return String.format("%.0f", calls.units());
    }
}
