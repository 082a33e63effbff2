package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Expired sessions told, beyond what the kit asks for: what lies in the table, what it costs, and what goes wrong. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class ExpiryEventsTest {

    /** A table of its own: other tests' entries would be told here, too. */
    private final String table = "expiry-" + UUID.randomUUID();

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final FaultyHttp http = new FaultyHttp();
    private final RecordedCalls calls = new RecordedCalls();
    private final DynamoDbClient client = LocalDynamoDb.clientBuilder(
                    DynamoDbLocal.shared().endpoint(), http)
            .overrideConfiguration(config -> config.addExecutionInterceptor(calls))
            .build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(table)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .expiryCheckInterval(Duration.ofMillis(100))
            .build();
    private final Map<StoreKey, SessionRecord> told = new ConcurrentHashMap<>();
    private final List<StoreKey> order = new CopyOnWriteArrayList<>();
    private final ExpiryListener listener = (key, last) -> {
        told.put(key, last);
        order.add(key);
    };

    @BeforeEach
    void createTable() {
        SessionTable.of(client, table).create();
    }

    @AfterEach
    void deleteTable() {
        store.close();
        client.deleteTable(request -> request.tableName(table));
        client.close();
        http.close();
    }

    @Test
    void create_nobodyListens_writesNoEntry() {
        sessions.created(store);

        assertThat(entries()).isEmpty();
    }

    @Test
    void create_listening_writesAnEntryWithTheSession() {
        listenAndStop();
        calls.clear();

        StoreKey key = sessions.created(store);

        assertThat(calls.attempts()).containsExactly("TransactWriteItems");
        assertThat(calls.kilobytesInTransactions()).as("session, entry").containsExactly(1, 1);
        String due = String.format("%015d", clock.instant().plus(Sessions.LIFE).toEpochMilli());
        long ttl = clock.instant().plus(Duration.ofHours(13)).getEpochSecond();
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsOnlyKeys("pk", "sk", "ttl")
                        .containsEntry("sk", fromS(due + "#" + key.value()))
                        .containsEntry("ttl", SessionItem.number(ttl)));
    }

    @Test
    void look_nothingDue_isAQueryOfEachShardAndNothingElse() {
        calls.clear();
        try (Subscription subscription = store.onExpiry((key, last) -> {})) {
            assertThat(subscription).isNotNull();
            eventually("three looks", () -> calls.attempts().size() >= 24);
        }

        assertThat(calls.attempts()).containsOnly("Query");
    }

    @Test
    void look_expired_isToldAndLeavesATraceOnly() {
        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            StoreKey key = sessions.created(store);
            SessionRecord last = loaded(store, key);
            clock.advance(Sessions.LIFE);

            eventually("told", () -> told.containsKey(key));
            eventually("the entry is gone", () -> entries().isEmpty());

            assertThat(told).containsEntry(key, last);
            assertThat(item(key)).containsEntry("state", fromS("deleted"));
        }
        assertThat(order).hasSize(1);
    }

    @Test
    void look_expiredWithLargeAttributes_tellsThemAndDeletesTheParts() {
        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            StoreKey key = newKey();
            store.create(key, sessions.session(Map.of("photo", random(500_000))));
            SessionRecord last = loaded(store, key);
            String part = ItemReader.splitValues(item(key)).get(0).partKey(0);
            clock.advance(Sessions.LIFE);

            eventually("told", () -> told.containsKey(key));
            eventually(
                    "the parts are gone", () -> get(SessionItem.partKey(part)).isEmpty());

            assertThat(told).containsEntry(key, last);
        }
    }

    @Test
    void look_expiredWithPartsThatSomethingElseDeleted_isToldWithTheRest() {
        StoreKey key = newKey();
        listenAndStop();
        store.create(key, sessions.session(Map.of("photo", random(100_000), "cart", value("shoes"))));
        String part = ItemReader.splitValues(item(key)).get(0).partKey(0);
        client.deleteItem(request -> request.tableName(table).key(SessionItem.partKey(part)));
        clock.advance(Sessions.LIFE);

        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            eventually("told", () -> told.containsKey(key));
        }

        assertThat(told.get(key))
                .satisfies(last -> assertThat(last.attributes()).containsOnlyKeys("cart"));
    }

    @Test
    void look_prolonged_putsTheEntryOff() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Duration.ofMinutes(20));
        store.save(key, sessions.changes(Map.of()));
        String later =
                String.format("%015d", clock.instant().plus(Sessions.LIFE).toEpochMilli());
        clock.advance(Duration.ofMinutes(10));

        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            eventually(
                    "the entry is put off",
                    () -> entries().stream()
                            .allMatch(entry -> SessionItem.sortKey(entry).startsWith(later)));
            assertThat(entries()).hasSize(1);
            assertThat(told).isEmpty();
            clock.advance(Duration.ofMinutes(20));
            eventually("told", () -> told.containsKey(key));
        }
    }

    @Test
    void look_ofTenThatAreDueForEachShard_tellsAllOnce() {
        listenAndStop();
        List<StoreKey> keys = Collections.nCopies(250, 0).stream()
                .map(any -> sessions.created(store))
                .toList();
        clock.advance(Sessions.LIFE);

        try (Subscription one = store.onExpiry(listener);
                Subscription another = store.onExpiry(listener)) {
            assertThat(one).isNotSameAs(another);
            eventually("all are told", () -> told.keySet().containsAll(keys));
            eventually("the entries are gone", () -> entries().isEmpty());
        }

        assertThat(order).hasSize(250).doesNotHaveDuplicates();
    }

    /** The SDK repeats the claim, which then finds its own trace. */
    @Test
    void claim_answerLost_isToldStill() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        http.onAction("PutItem", FaultyHttp.answerLost());

        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            eventually("told", () -> told.containsKey(key));
            eventually("the entry is gone", () -> entries().isEmpty());
        }

        assertThat(order).containsExactly(key);
    }

    /** Between the read and the claim. */
    @Test
    void claim_anotherInstanceFaster_isToldThereOnly() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        try (DynamoDbSessionStore peer = LocalDynamoDb.storeBuilder(clock)
                .table(table)
                .timeout(LocalDynamoDb.PATIENT)
                .expiryCheckInterval(Duration.ofMillis(100))
                .build()) {
            List<StoreKey> toldThere = new CopyOnWriteArrayList<>();
            http.onAction("PutItem", claim -> {
                try (Subscription there = peer.onExpiry((expired, last) -> toldThere.add(expired))) {
                    assertThat(there).isNotNull();
                    eventually("told there", () -> toldThere.contains(key));
                }
                return claim.call();
            });
            try (Subscription here = store.onExpiry(listener)) {
                assertThat(here).isNotNull();
                eventually("told there", () -> toldThere.contains(key));
                eventually("the entry is gone", () -> entries().isEmpty());
            }

            assertThat(toldThere).containsExactly(key);
        }
        assertThat(order).isEmpty();
    }

    @Test
    void look_serverFails_isRepeatedAtTheNextLook() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        for (int i = 0; i < 12; i++) {
            http.next(FaultyHttp.error(500, "InternalServerError"));
        }

        try (Subscription subscription = store.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            eventually("told", () -> told.containsKey(key));
        }
    }

    @Test
    void look_error_isRepeatedAtTheNextLook() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        AtomicBoolean broken = new AtomicBoolean(true);
        InstantSource brokenOnce = () -> {
            if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("for the first look");
            }
            return clock.instant();
        };

        try (DynamoDbSessionStore peer = LocalDynamoDb.storeBuilder(brokenOnce)
                        .table(table)
                        .timeout(LocalDynamoDb.PATIENT)
                        .expiryCheckInterval(Duration.ofMillis(100))
                        .build();
                Subscription subscription = peer.onExpiry(listener)) {
            assertThat(subscription).isNotNull();
            eventually("told", () -> told.containsKey(key));
        }
    }

    @Test
    void close_fromWithinTheListener_returns() {
        listenAndStop();
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        CompletableFuture<Subscription> own = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);

        own.complete(store.onExpiry((expired, last) -> {
            own.join().close();
            closed.countDown();
        }));

        eventually("closed", () -> closed.getCount() == 0);
        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void changeId_listening_writesAnEntryForTheNewKey() {
        listenAndStop();
        StoreKey from = sessions.created(store);
        StoreKey to = newKey();
        calls.clear();

        assertThat(store.changeId(from, to, sessions.changes(Map.of()))).isEqualTo(new Applied(2, 2));

        assertThat(calls.attempts()).containsExactly("GetItem", "TransactWriteItems");
        assertThat(entries()).extracting(ExpiryItem::storeKey).containsExactlyInAnyOrder(from, to);
    }

    private void listenAndStop() {
        store.onExpiry(listener).close();
    }

    private List<Map<String, AttributeValue>> entries() {
        return client.scan(request -> request.tableName(table).consistentRead(true)).items().stream()
                .filter(item -> SessionItem.partitionKey(item).startsWith("expiry#"))
                .toList();
    }

    private Map<String, AttributeValue> item(StoreKey key) {
        return get(SessionItem.key(key));
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return client.getItem(request -> request.tableName(table).key(key).consistentRead(true))
                .item();
    }
}
