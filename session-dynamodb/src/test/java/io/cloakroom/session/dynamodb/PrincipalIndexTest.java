package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The index beyond what the kit asks for: what lies in the table, what it costs, and half of a transaction seen. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class PrincipalIndexTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final String user = "alice-" + UUID.randomUUID();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final FaultyHttp http = new FaultyHttp();
    private final RecordedCalls calls = new RecordedCalls();
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), http)
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
        http.close();
    }

    @Test
    void save_withOwner_writesAnEntryThatNamesNobody() {
        StoreKey key = loggedIn();

        List<Map<String, AttributeValue>> entries = entries();

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry).containsOnlyKeys("pk", "sk", "written", "revision", "ttl");
            assertThat(entry.toString()).doesNotContain(user);
            assertThat(IndexItem.storeKey(entry)).isEqualTo(key);
            long end = clock.instant().plus(Duration.ofHours(13)).getEpochSecond();
            assertThat(entry).containsEntry("ttl", fromN(String.valueOf(end)));
        });
    }

    @Test
    void save_withOwner_isFormat2_whichInstancesWithoutAnIndexRefuse() {
        assertThat(item(loggedIn())).containsEntry("format", fromN("2"));
    }

    @Test
    void save_withOwner_isAReadAndATransaction() {
        StoreKey key = sessions.created(store);
        calls.clear();

        assertThat(store.save(key, logIn(1))).isEqualTo(new Applied(2, 1));

        assertThat(calls.attempts()).containsExactly("GetItem", "TransactWriteItems");
        assertThat(calls.units()).as("of the read").isEqualTo(1);
        assertThat(calls.kilobytesInTransactions()).as("session, entry").containsExactly(1, 1);
    }

    @Test
    void save_ofAnOwnedSession_isOneWrite() {
        StoreKey key = loggedIn();
        calls.clear();

        store.save(key, sessions.put("cart", value("hat"), AttributeChange.ANY));

        assertThat(calls.attempts()).containsExactly("UpdateItem");
    }

    @Test
    void changeId_withOwner_isAReadAndATransactionOfThree() {
        StoreKey key = sessions.created(store);
        calls.clear();

        store.changeId(key, newKey(), logIn(1));

        assertThat(calls.attempts()).containsExactly("GetItem", "TransactWriteItems");
        assertThat(calls.units()).as("of the read").isEqualTo(1);
        assertThat(calls.kilobytesInTransactions())
                .as("session, forward pointer, entry")
                .containsExactly(1, 1, 1);
    }

    @Test
    void find_threeSessions_isAQueryAndABatchOfReads() {
        loggedIn();
        loggedIn();
        loggedIn();
        calls.clear();

        assertThat(store.findByPrincipal(user)).hasSize(3);

        assertThat(calls.attempts()).containsExactly("Query", "BatchGetItem");
        assertThat(calls.units()).isEqualTo(1 + 3);
    }

    @Test
    void find_nobody_isAQuery() {
        assertThat(store.findByPrincipal(user)).isEmpty();

        assertThat(calls.attempts()).containsExactly("Query");
    }

    @Test
    void reserve_isAQueryAndATransaction() {
        assertThat(store.reserve(user, newKey(), 2, MINUTE)).isTrue();
        calls.clear();

        assertThat(store.reserve(user, newKey(), 2, MINUTE)).isTrue();

        assertThat(calls.attempts()).containsExactly("Query", "TransactWriteItems");
        assertThat(calls.units()).as("of the query").isEqualTo(1);
        assertThat(calls.kilobytesInTransactions())
                .as("common item, reservation")
                .containsExactly(1, 1);
    }

    @Test
    void delete_ownedSession_deletesTheEntry() {
        StoreKey key = loggedIn();

        store.delete(key, 1);

        eventually("the entry is gone", () -> entries().isEmpty());
    }

    @Test
    void find_expiredSession_prunesTheEntry() {
        loggedIn();
        clock.advance(Sessions.LIFE);

        assertThat(store.findByPrincipal(user)).isEmpty();

        eventually("the entry is gone", () -> entries().isEmpty());
    }

    @Test
    void find_sessionLongDeletedByTheService_prunesTheEntry() {
        delete(loggedIn());
        clock.advance(Duration.ofHours(2));

        assertThat(store.findByPrincipal(user)).isEmpty();

        eventually("the entry is gone", () -> entries().isEmpty());
    }

    /** The service may show the entry of a transaction before it shows the session. */
    @Test
    void find_entryThereBeforeItsSession_waitsForTheSession() {
        StoreKey key = loggedIn();
        Map<String, AttributeValue> session = item(key);
        delete(key);
        http.onAction("BatchGetItem", call -> {
            var answer = call.call();
            client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(session));
            return answer;
        });

        assertThat(store.findByPrincipal(user)).extracting(OwnedSession::key).containsExactly(key);
    }

    @Test
    void find_forwardPointerThereBeforeTheMovedSession_waitsForTheSession() {
        StoreKey from = loggedIn();
        StoreKey to = newKey();
        store.changeId(from, to, sessions.changes(Map.of()));
        Map<String, AttributeValue> moved = item(to);
        delete(to);
        client.deleteItem(request -> request.tableName(LocalDynamoDb.TABLE).key(IndexItem.key(user, to)));
        http.onAction("BatchGetItem", call -> call.call());
        http.onAction("BatchGetItem", call -> {
            var answer = call.call();
            client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(moved));
            return answer;
        });

        assertThat(store.findByPrincipal(user)).extracting(OwnedSession::key).containsExactly(to);
    }

    @Test
    void find_movedSessionThereBeforeItsForwardPointer_isFoundAndCountedOnce() {
        StoreKey from = loggedIn();
        StoreKey to = newKey();
        Map<String, AttributeValue> old = item(from);
        store.changeId(from, to, sessions.changes(Map.of()));
        client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(old));

        assertThat(store.findByPrincipal(user)).extracting(OwnedSession::key).containsExactly(to);
        assertThat(store.reserve(user, newKey(), 2, MINUTE)).isTrue();
    }

    @Test
    void find_twiceMovedSessionThereBeforeItsForwardPointers_isFoundOnce() {
        StoreKey first = loggedIn();
        StoreKey second = newKey();
        StoreKey third = newKey();
        Map<String, AttributeValue> atFirst = item(first);
        store.changeId(first, second, sessions.changes(Map.of()));
        Map<String, AttributeValue> atSecond = item(second);
        store.changeId(second, third, sessions.changes(Map.of()).forGeneration(2));
        client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(atFirst));
        client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(atSecond));

        assertThat(store.findByPrincipal(user)).extracting(OwnedSession::key).containsExactly(third);
    }

    @Test
    void find_sessionNeverThere_isUnavailableRatherThanIncomplete() {
        delete(loggedIn());
        try (DynamoDbSessionStore impatient =
                LocalDynamoDb.storeBuilder(clock).timeout(Duration.ofSeconds(1)).build()) {
            assertThatExceptionOfType(SessionStoreUnavailableException.class)
                    .isThrownBy(() -> impatient.findByPrincipal(user));
        }
    }

    @Test
    void find_partOfTheBatchUndone_asksForTheRest() {
        StoreKey key = loggedIn();
        http.onAction("BatchGetItem", FaultyHttp.undone(LocalDynamoDb.TABLE, key.value()));

        assertThat(store.findByPrincipal(user)).extracting(OwnedSession::key).containsExactly(key);

        assertThat(calls.attempts()).endsWith("Query", "BatchGetItem", "BatchGetItem");
    }

    @Test
    void find_nothingOfTheBatchEverDone_isUnavailable() {
        StoreKey key = loggedIn();
        for (int i = 0; i < 1_000; i++) {
            http.onAction("BatchGetItem", FaultyHttp.undone(LocalDynamoDb.TABLE, key.value()));
        }
        try (DynamoDbSessionStore impatient = DynamoDbSessionStore.builder(client)
                .table(LocalDynamoDb.TABLE)
                .clock(clock)
                .timeout(Duration.ofSeconds(1))
                .build()) {
            assertThatExceptionOfType(SessionStoreUnavailableException.class)
                    .isThrownBy(() -> impatient.findByPrincipal(user))
                    .withMessageStartingWith("BatchGetItem on the session table 'sessions' failed");
        }
    }

    /** Between the count and the reservation. */
    @Test
    void reserve_anotherReservationInBetween_countsAgain() {
        http.onAction("TransactWriteItems", call -> {
            try (DynamoDbSessionStore peer = LocalDynamoDb.storeBuilder(clock)
                    .timeout(LocalDynamoDb.PATIENT)
                    .build()) {
                assertThat(peer.reserve(user, newKey(), 1, MINUTE)).isTrue();
            }
            return call.call();
        });

        assertThat(store.reserve(user, newKey(), 1, MINUTE)).isFalse();
    }

    private StoreKey loggedIn() {
        StoreKey key = sessions.created(store);
        assertThat(store.save(key, logIn(1))).isEqualTo(new Applied(2, 1));
        return key;
    }

    private SessionChanges logIn(long generation) {
        return new SessionChanges(
                generation, sessions.access(), Map.of(), null, new SessionOwner(user, clock.instant(), "Firefox"));
    }

    private List<Map<String, AttributeValue>> entries() {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":pk", AttributeValue.fromS(IndexItem.partition(user)));
        return client.query(request -> request.tableName(LocalDynamoDb.TABLE)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(values)
                        .consistentRead(true))
                .items();
    }

    private Map<String, AttributeValue> item(StoreKey key) {
        return client.getItem(request -> request.tableName(LocalDynamoDb.TABLE)
                        .key(SessionItem.key(key))
                        .consistentRead(true))
                .item();
    }

    private void delete(StoreKey key) {
        client.deleteItem(request -> request.tableName(LocalDynamoDb.TABLE).key(SessionItem.key(key)));
    }
}
