package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.bytes;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each operation costs: calls over the wire, and capacity units where they are a promise. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class RequestCostTest {

    private final RecordedCalls calls = new RecordedCalls();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), UrlConnectionHttpClient.create())
            .overrideConfiguration(config -> config.addExecutionInterceptor(calls))
            .build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .build();
    private StoreKey key = newKey();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @BeforeEach
    void createSession() {
        key = sessions.created(store);
        calls.clear();
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    @Test
    void load_found_isOneConsistentRead() {
        store.load(key);

        assertThat(calls.attempts()).containsExactly("GetItem");
        assertThat(calls.units()).as("read units of an item below 4 KB").isEqualTo(1);
    }

    @Test
    void load_unknown_isOneRead() {
        store.load(newKey());

        assertThat(calls.attempts()).containsExactly("GetItem");
    }

    @Test
    void create_isOneWrite() {
        sessions.created(store);

        assertThat(calls.attempts()).containsExactly("PutItem");
        assertThat(calls.units()).as("write units of an item below 1 KB").isEqualTo(1);
    }

    @Test
    void save_severalAttributes_isOneWrite() {
        store.save(
                key,
                sessions.changes(Map.of(
                        "cart", new AttributeChange.Put(value("hat"), 1),
                        "size", new AttributeChange.Put(value("42"), AttributeChange.ABSENT),
                        "colour", new AttributeChange.Remove(AttributeChange.ANY))));

        assertThat(calls.attempts()).containsExactly("UpdateItem");
        assertThat(calls.units()).as("write units of an item below 1 KB").isEqualTo(1);
    }

    @Test
    void save_hundredAttributes_isOneWrite() {
        assertThat(store.save(key, sessions.changes(absentAttributes(100)))).isEqualTo(new Applied(2, 1));

        assertThat(calls.attempts()).containsExactly("UpdateItem");
        assertThat(loaded(store, key).attributes()).hasSize(101);
    }

    @Test
    void save_moreThanHundredAttributes_isAReadAndAWrite() {
        assertThat(store.save(key, sessions.changes(absentAttributes(101)))).isEqualTo(new Applied(2, 1));

        assertThat(calls.attempts()).containsExactly("GetItem", "PutItem");
        assertThat(loaded(store, key).attributes()).hasSize(102);
    }

    @Test
    void save_conflict_isOneWriteAndNoRead() {
        assertThat(store.save(key, sessions.put("cart", value("hat"), 7))).isInstanceOf(Conflict.class);

        assertThat(calls.attempts()).containsExactly("UpdateItem");
    }

    @Test
    void save_anotherRequestReportedALaterAccess_isTwoWrites() {
        SessionAccess late = sessions.access();
        clock.advance(Duration.ofSeconds(1));
        store.save(key, sessions.changes(Map.of()));
        calls.clear();

        store.save(key, new SessionChanges(1, late, Map.of(), null, null));

        assertThat(calls.attempts()).containsExactly("UpdateItem", "UpdateItem");
    }

    @Test
    void delete_isOneWrite() {
        store.delete(key, 1);

        assertThat(calls.attempts()).containsExactly("PutItem");
    }

    @Test
    void delete_unknown_isOneWrite() {
        store.delete(newKey(), 1);

        assertThat(calls.attempts()).containsExactly("PutItem");
    }

    @Test
    void changeId_isAReadAndATransaction() {
        store.changeId(key, newKey(), sessions.changes(Map.of()));

        assertThat(calls.attempts()).containsExactly("GetItem", "TransactWriteItems");
    }

    @Test
    void load_largeAttributes_isOneMoreRead() {
        key = newKey();
        store.create(
                key, sessions.session(Map.of("photo", bytes(200_000), "scan", bytes(900_000), "cart", value("shoes"))));
        calls.clear();

        store.load(key);

        assertThat(calls.attempts()).containsExactly("GetItem", "BatchGetItem");
    }

    @Test
    void create_largeAttribute_isOneMoreWriteBefore() {
        store.create(newKey(), sessions.session(Map.of("photo", bytes(5_000_000))));

        assertThat(calls.attempts()).containsExactly("BatchWriteItem", "PutItem");
    }

    @Test
    void save_largeAttribute_isAReadAndTwoWrites() {
        store.save(key, sessions.put("photo", bytes(5_000_000), AttributeChange.ABSENT));

        assertThat(calls.attempts()).containsExactly("GetItem", "BatchWriteItem", "PutItem");
    }

    @Test
    void save_smallAttributeBesidesALargeOne_isOneWriteOfTheItemOnly() {
        store.save(key, sessions.put("photo", bytes(4_000_000), AttributeChange.ABSENT));
        calls.clear();

        store.save(key, sessions.put("cart", value("hat"), 1));

        assertThat(calls.attempts()).containsExactly("UpdateItem");
        assertThat(calls.units()).as("write units of an item below 1 KB").isEqualTo(1);
    }

    /** Only the whole session can tell then whether there is still room. */
    @Test
    void save_smallAttributeCloseToTheMaximum_isARefusedWriteAReadAndAWrite() {
        store.save(key, sessions.put("photo", bytes(5_000_000), AttributeChange.ABSENT));
        calls.clear();

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(3, 1));

        assertThat(calls.attempts()).containsExactly("UpdateItem", "GetItem", "PutItem");
    }

    @Test
    void changeId_largeAttributes_costsNoMoreThanWithout() {
        store.save(key, sessions.put("photo", bytes(5_000_000), AttributeChange.ABSENT));
        calls.clear();

        store.changeId(key, newKey(), sessions.changes(Map.of()));

        assertThat(calls.attempts()).containsExactly("GetItem", "TransactWriteItems");
        assertThat(calls.units()).as("of the read").isEqualTo(1);
        assertThat(calls.kilobytesInTransactions())
                .as("session, forward pointer")
                .containsExactly(1, 1);
    }

    @Test
    void touch_isOneWriteOnAnotherThread() {
        clock.advance(Duration.ofMinutes(1));

        store.touch(key, 1, sessions.access());

        eventually("touched", () -> calls.units() > 0);
        assertThat(calls.attempts()).containsExactly("UpdateItem");
        assertThat(calls.threads()).doesNotContain(Thread.currentThread());
        assertThat(calls.threads()).allMatch(Thread::isDaemon);
    }

    private static Map<String, AttributeChange> absentAttributes(int count) {
        Map<String, AttributeChange> changes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            changes.put("attribute-" + i, new AttributeChange.Put(value("" + i), AttributeChange.ABSENT));
        }
        return changes;
    }
}
