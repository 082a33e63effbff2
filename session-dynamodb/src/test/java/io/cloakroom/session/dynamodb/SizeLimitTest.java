package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.bytes;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class SizeLimitTest {

    private final Sessions sessions = new Sessions(ManualClock.startingNow());
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .maxSessionSize(ItemSize.LIMIT)
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

    @Test
    void create_tooLarge_namesTheAttributesByFallingSize() {
        StoreKey key = newKey();
        Map<String, EncodedValue> values = Map.of("small", bytes(5), "large", bytes(300_000), "middle", bytes(150_000));

        SessionTooLargeException e =
                catchThrowableOfType(SessionTooLargeException.class, () -> store.create(key, sessions.session(values)));

        assertThat(e.attributeSizes())
                .containsExactly(Map.entry("large", 300_000), Map.entry("middle", 150_000), Map.entry("small", 5));
        assertThat(e.limit()).isEqualTo(409_600);
        assertThat(e).hasMessageContaining("409600 bytes").hasMessageContaining("'large' 300000, 'middle' 150000");
        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void create_tooLargeOfManyAttributes_namesTheLargestOnly() {
        Map<String, EncodedValue> values = new HashMap<>();
        for (int i = 10; i < 30; i++) {
            values.put("attribute-" + i, bytes(21_000 + i));
        }

        SessionTooLargeException e = catchThrowableOfType(
                SessionTooLargeException.class, () -> store.create(newKey(), sessions.session(values)));

        assertThat(e)
                .hasMessageContaining("'attribute-29' 21029")
                .hasMessageContaining("'attribute-20' 21020 and 10 smaller");
        assertThat(e.attributeSizes()).hasSize(20);
    }

    @Test
    void save_thatGrowsTheSessionTooLarge_leavesItIntact() {
        StoreKey key = sessions.created(store);
        assertThat(store.save(key, sessions.put("first", bytes(250_000), AttributeChange.ABSENT)))
                .isInstanceOf(Applied.class);
        SessionRecord before = loaded(store, key);

        SessionTooLargeException e = catchThrowableOfType(
                SessionTooLargeException.class,
                () -> store.save(key, sessions.put("second", bytes(200_000), AttributeChange.ABSENT)));

        assertThat(e.attributeSizes()).containsEntry("first", 250_000).containsEntry("second", 200_000);
        assertThat(loaded(store, key)).isEqualTo(before);
        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(3, 1));
    }

    @Test
    void save_deltaTooLargeByItself_leavesTheSessionIntact() {
        StoreKey key = sessions.created(store);
        SessionRecord before = loaded(store, key);

        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.save(key, sessions.put("cart", bytes(5_000_000), 1)));

        assertThat(loaded(store, key)).isEqualTo(before);
    }

    @Test
    void changeId_thatGrowsTheSessionTooLarge_leavesItWhereItIs() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        SessionRecord before = loaded(store, key);

        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.changeId(key, to, sessions.put("cart", bytes(500_000), 1)));

        assertThat(loaded(store, key)).isEqualTo(before);
        assertThat(store.load(to)).isEqualTo(new NotFound());
    }

    @Test
    void create_tooManySmallAttributes_namesTheLargest() {
        Map<String, EncodedValue> values = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            values.put("attribute-with-a-rather-long-name-" + i, bytes(20));
        }
        values.put("large", bytes(21));

        SessionTooLargeException e = catchThrowableOfType(
                SessionTooLargeException.class, () -> store.create(newKey(), sessions.session(values)));

        assertThat(e)
                .hasMessageStartingWith("The small attributes and the names of all 5001 attributes of the session")
                .hasMessageContaining("'large' 21, ");
        assertThat(e.limit()).isEqualTo(Placement.ITEM_LIMIT);
    }

    /** The update that puts a small attribute does not know what the session has elsewhere. */
    @Test
    void save_smallAttributeOnTopOfLargeOnes_keepsTheMaximumToTheByte() {
        StoreKey key = newKey();
        store.create(key, sessions.session(Map.of("large", bytes(ItemSize.LIMIT - 1_000), "small", bytes(500))));

        assertThat(store.save(key, sessions.put("more", bytes(500), AttributeChange.ABSENT)))
                .isEqualTo(new Applied(2, 1));
        SessionRecord full = loaded(store, key);
        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> store.save(key, sessions.put("more", bytes(501), 2)));

        assertThat(loaded(store, key)).isEqualTo(full);
        assertThat(store.save(key, sessions.put("large", bytes(10), 1))).isEqualTo(new Applied(3, 1));
        assertThat(store.save(key, sessions.put("more", bytes(60_000), 2))).isEqualTo(new Applied(4, 1));
    }

    @Test
    void itemSize_aroundTheLimit_isTheServices() {
        Map<String, AttributeValue> fits = itemOf(ItemSize.LIMIT - ItemSize.UNCERTAINTY);
        Map<String, AttributeValue> exceeds = itemOf(ItemSize.LIMIT + ItemSize.UNCERTAINTY);

        client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(fits));

        assertThatExceptionOfType(DynamoDbException.class)
                .isThrownBy(() -> client.putItem(
                        request -> request.tableName(LocalDynamoDb.TABLE).item(exceeds)))
                .withMessageContaining("size");
    }

    /** A session with numbers, text and many names, which are what the computation may get wrong. */
    private Map<String, AttributeValue> itemOf(int size) {
        Map<String, EncodedValue> values = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            values.put("größe-" + i, bytes(i));
        }
        int rest = size - ItemSize.of(item(values)) - "a#rest".length() - "v#rest".length() - 2;
        values.put("rest", bytes(rest));
        Map<String, AttributeValue> item = item(values);
        assertThat(ItemSize.of(item)).isEqualTo(size);
        return item;
    }

    private Map<String, AttributeValue> item(Map<String, EncodedValue> values) {
        SessionRecord session = sessions.session(values);
        return SessionItem.live(
                newKey(),
                new StoredSession(session.metadata(), session.attributes(), Map.of(), Map.of()),
                new WriteToken("0", "0123456789abcdef"));
    }
}
