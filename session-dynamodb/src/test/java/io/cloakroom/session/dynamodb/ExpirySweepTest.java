package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sessions that cannot be told must not hide those behind them. Each look is made by the test; one shard has all. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class ExpirySweepTest {

    private static final int MORE_THAN_A_PAGE = 30;
    private static final Timeouts PATIENT = new Timeouts(LocalDynamoDb.PATIENT, LocalDynamoDb.PATIENT);
    private static final Timeouts SHORT = new Timeouts(Duration.ofMillis(50), Duration.ofMillis(50));
    private static final Duration SLOW = Duration.ofMillis(150);

    private final String table = "sweep-" + UUID.randomUUID();
    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);

    @AutoClose
    private final RecordedLog log = RecordedLog.begin();

    private final FaultyHttp http = new FaultyHttp();
    private final DynamoDbClient client =
            LocalDynamoDb.withoutRetries(DynamoDbLocal.shared().endpoint(), http);
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(table)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .expiryCheckInterval(Duration.ofMinutes(10))
            .build();
    private final WriteBehind background = new WriteBehind(PATIENT);
    private final List<StoreKey> told = new ArrayList<>();

    @BeforeEach
    void createTable() {
        SessionTable.of(client, table).create();
        store.onExpiry((key, last) -> {}).close();
    }

    @AfterEach
    void deleteTable() {
        background.close();
        store.close();
        client.deleteTable(request -> request.tableName(table));
        client.close();
        http.close();
    }

    @ParameterizedTest
    @MethodSource
    void look_unreadableInFront_tellsTheNextAndLeavesIt(String field, AttributeValue content) {
        StoreKey bad = created(value("shoes"));
        set(bad, field, content);
        Map<String, AttributeValue> before = item(bad);
        StoreKey good = created(value("shoes"));
        clock.advance(Sessions.LIFE);

        look(PATIENT);

        assertThat(told).containsExactly(good);
        assertThat(item(bad)).isEqualTo(before);
        assertThat(entries()).extracting(ExpiryItem::storeKey).containsExactly(bad);
    }

    static Stream<Arguments> look_unreadableInFront_tellsTheNextAndLeavesIt() {
        return Stream.of(
                Arguments.of("format", fromN("3")),
                Arguments.of("version", fromS("seven")),
                Arguments.of("created", fromN("1.5")),
                Arguments.of("a#cart", fromS("shoes")),
                Arguments.of("p#photo", fromS("elsewhere")));
    }

    @Test
    void look_entryOfSomethingElseInFront_tellsTheNext() {
        StoreKey good = created(value("shoes"));
        client.putItem(request -> request.tableName(table)
                .item(Map.of("pk", fromS(ExpiryItem.shard(good)), "sk", fromS("000000000000001#nobody"))));
        clock.advance(Sessions.LIFE);

        look(PATIENT);

        assertThat(told).containsExactly(good);
    }

    @Test
    void look_moreThanAPageUnreadable_tellsWhatIsBehind() {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            set(created(value("shoes")), "format", fromN("3"));
        }
        StoreKey good = created(value("shoes"));
        clock.advance(Sessions.LIFE);

        look(PATIENT);

        assertThat(told).containsExactly(good);
    }

    @Test
    void looks_unreadable_warnOnce() {
        set(created(value("shoes")), "format", fromN("3"));
        set(created(value("shoes")), "version", fromS("seven"));
        clock.advance(Sessions.LIFE);
        ExpirySweep sweep = sweep(PATIENT);

        sweep.run((key, last) -> told.add(key), () -> true);
        sweep.run((key, last) -> told.add(key), () -> true);

        assertThat(log.lines()).singleElement().extracting(LogRecord::getLevel).isEqualTo(Level.WARNING);
    }

    @Test
    void look_largeSessionDoesNotArrive_tellsTheNextAndThatOneLater() {
        StoreKey large = created(random(100_000));
        StoreKey good = created(value("shoes"));
        clock.advance(Sessions.LIFE);
        partsDoNotArrive(1);

        look(PATIENT);
        assertThat(told).containsExactly(good);

        look(PATIENT);
        assertThat(told).containsExactly(good, large);
    }

    @Test
    void look_storeFailsTwiceInARow_endsAndLeavesTheRestToTheNext() {
        List<StoreKey> keys = List.of(created(random(100_000)), created(random(100_000)), created(value("shoes")));
        clock.advance(Sessions.LIFE);
        partsDoNotArrive(2);

        assertThatExceptionOfType(SessionStoreUnavailableException.class).isThrownBy(() -> look(PATIENT));
        assertThat(told).isEmpty();

        look(PATIENT);
        assertThat(told).containsExactlyElementsOf(keys);
    }

    /** Nobody waits for a look. */
    @Test
    void look_slowerThanARequestMayBe_tells() {
        StoreKey large = created(random(100_000));
        clock.advance(Sessions.LIFE);
        http.always(call -> {
            LockSupport.parkNanos(SLOW.toNanos());
            return call.call();
        });

        look(SHORT);

        assertThat(told).containsExactly(large);
    }

    /** Of the calls that read batches, the first one in a look gets the sessions' items. */
    private void partsDoNotArrive(int times) {
        http.onAction("BatchGetItem", call -> call.call());
        for (int i = 0; i < times; i++) {
            http.onAction("BatchGetItem", FaultyHttp.error(500, "InternalServerError"));
        }
    }

    private void look(Timeouts timeouts) {
        sweep(timeouts).run((key, last) -> told.add(key), () -> true);
    }

    private ExpirySweep sweep(Timeouts timeouts) {
        TableCalls calls = new TableCalls(client, table);
        BatchCalls batches = new BatchCalls(client, table, calls);
        PartItems parts = new PartItems(batches, background, timeouts);
        SessionsOfPrincipal index = new SessionsOfPrincipal(calls, batches, background, timeouts, clock);
        return new ExpirySweep(
                calls,
                batches,
                new SessionReader(calls, parts, clock),
                new Deletion(calls, parts, index, clock),
                timeouts,
                clock);
    }

    /** Stores a session in the one shard, which is due later than those before. */
    private StoreKey created(EncodedValue cart) {
        clock.advance(Duration.ofMillis(1));
        StoreKey key = newKey();
        while (!ExpiryItem.shard(key).equals("expiry#0")) {
            key = newKey();
        }
        assertThat(store.create(key, sessions.session(Map.of("cart", cart)))).isTrue();
        return key;
    }

    private void set(StoreKey key, String field, AttributeValue content) {
        client.updateItem(request -> request.tableName(table)
                .key(SessionItem.key(key))
                .updateExpression("SET #field = :content")
                .expressionAttributeNames(Map.of("#field", field))
                .expressionAttributeValues(Map.of(":content", content)));
    }

    private Map<String, AttributeValue> item(StoreKey key) {
        return client.getItem(request ->
                        request.tableName(table).key(SessionItem.key(key)).consistentRead(true))
                .item();
    }

    private List<Map<String, AttributeValue>> entries() {
        return client.query(request -> request.tableName(table)
                        .keyConditionExpression("pk = :shard")
                        .expressionAttributeValues(Map.of(":shard", fromS("expiry#0")))
                        .consistentRead(true))
                .items();
    }
}
