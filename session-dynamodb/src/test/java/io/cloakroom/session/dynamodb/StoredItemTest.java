package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.session.tck.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What lies in the table: a promise to instances of other versions, and to whoever looks at it with other tools. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class StoredItemTest {

    private final ManualClock clock = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final DynamoDbClient client = LocalDynamoDb.client();
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

    @Test
    void live_isFormat1() {
        SessionMetadata metadata = new SessionMetadata(
                Instant.ofEpochMilli(1_800_000_000_001L),
                Instant.ofEpochMilli(1_800_000_000_002L),
                Duration.ofMinutes(30),
                Instant.ofEpochMilli(1_800_043_200_003L),
                Instant.ofEpochMilli(1_800_001_800_004L),
                3,
                7,
                null);
        StoreKey key = newKey();

        Map<String, AttributeValue> item = SessionItem.live(
                key,
                new StoredSession(metadata, Map.of("cart", new StoredAttribute(value("shoes"), 5)), Map.of(), Map.of()),
                new WriteToken("2", "beef"));

        assertThat(item)
                .containsOnly(
                        Map.entry("pk", fromS(key.value())),
                        Map.entry("sk", fromS("session")),
                        Map.entry("state", fromS("live")),
                        Map.entry("format", fromN("1")),
                        Map.entry("created", fromN("1800000000001")),
                        Map.entry("accessed", fromN("1800000000002")),
                        Map.entry("interval", fromN("1800000")),
                        Map.entry("deadline", fromN("1800043200003")),
                        Map.entry("expires", fromN("1800001800004")),
                        Map.entry("ttl", fromN("1800005400")),
                        Map.entry("generation", fromN("3")),
                        Map.entry("version", fromN("7")),
                        Map.entry("writes", fromM(Map.of("2", fromS("beef")))),
                        Map.entry("a#cart", AttributeValue.fromB(SdkBytes.fromUtf8String("shoes"))),
                        Map.entry("v#cart", fromN("5")));
    }

    @Test
    void live_ownedAndSplit_isFormat2() {
        Instant now = Instant.ofEpochMilli(1_800_000_000_000L);
        SessionOwner owner = new SessionOwner("alice", now, "Firefox");
        SessionMetadata metadata = new SessionMetadata(now, now, Duration.ofMinutes(30), now, now, 1, 1, owner);
        SplitValue photo = new SplitValue("12345678-1234-1234-1234-123456789abc", 2, 500_000);

        Map<String, AttributeValue> item = SessionItem.live(
                newKey(),
                new StoredSession(
                        metadata, Map.of(), Map.of("photo", new StoredSession.SplitAttribute(photo, 1)), Map.of()),
                new WriteToken("2", "beef"));

        assertThat(item)
                .containsEntry("format", fromN("2"))
                .containsEntry("owner", fromS("1800000000000:7:Firefoxalice"))
                .containsEntry("p#photo", fromS("2:500000:12345678-1234-1234-1234-123456789abc"))
                .containsEntry("v#photo", fromN("1"))
                .containsEntry("partBytes", fromN("500000"))
                .doesNotContainKey("a#photo");
        assertThat(photo.partKeys())
                .containsExactly(
                        "part#12345678-1234-1234-1234-123456789abc#0", "part#12345678-1234-1234-1234-123456789abc#1");
    }

    @Test
    void nameOfPartsThatIsNoName_isAnError() {
        StoreKey key = newKey();
        put(key, "p#photo", fromS("elsewhere"));

        assertUnreadable(() -> store.load(key), "names parts in a way that is not known");
    }

    @Test
    void deleted_keepsNoContent() {
        StoreKey key = sessions.created(store);

        store.delete(key, 1);

        assertThat(stored(key))
                .containsOnlyKeys("pk", "sk", "state", "format", "generation", "expires", "ttl", "writes")
                .containsEntry("state", fromS("deleted"));
    }

    @Test
    void moved_keepsNoContentButTheNewKey() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();

        store.changeId(key, to, sessions.changes(Map.of()));

        assertThat(stored(key))
                .containsOnlyKeys("pk", "sk", "state", "format", "generation", "expires", "ttl", "writes", "movedTo")
                .containsEntry("movedTo", fromS(to.value()));
    }

    @Test
    void save_laterExpiry_movesTheTimeToLiveOn() {
        StoreKey key = sessions.created(store);
        clock.advance(Duration.ofMinutes(10));

        store.save(key, sessions.changes(Map.of()));

        long expires =
                clock.instant().plus(Sessions.LIFE).plus(Duration.ofHours(1)).getEpochSecond();
        assertThat(stored(key)).containsEntry("ttl", fromN(String.valueOf(expires)));
    }

    @Test
    void save_attributeRemoved_leavesNothingOfIt() {
        StoreKey key = sessions.created(store);

        store.save(key, sessions.changes(Map.of("cart", new AttributeChange.Remove(1))));

        assertThat(stored(key)).doesNotContainKeys("a#cart", "v#cart");
    }

    @Test
    void expired_stillInTheTable_isNeitherFoundNorRevived() {
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE);
        Map<String, AttributeValue> before = stored(key);
        SessionChanges changes = sessions.put("cart", value("hat"), AttributeChange.ANY);

        assertThat(before).isNotEmpty();
        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.save(key, changes)).isEqualTo(new Gone());
        assertThat(store.changeId(key, newKey(), changes)).isEqualTo(new Gone());
        assertThat(store.delete(key, 1)).isEqualTo(new Gone());
        assertThat(store.create(key, sessions.session(Map.of()))).isFalse();
        store.touch(key, 1, sessions.access());
        store.close();

        assertThat(stored(key)).isEqualTo(before);
    }

    @Test
    void trace_afterItsTime_isGone() {
        StoreKey key = sessions.created(store);
        store.changeId(key, newKey(), sessions.changes(Map.of()));
        clock.advance(Duration.ofMinutes(5));

        assertThat(store.save(key, sessions.changes(Map.of()))).isEqualTo(new Gone());
        assertThat(store.create(key, sessions.session(Map.of()))).isFalse();
    }

    @Test
    void changeId_toATakenKey_isRefusedAndChangesNothing() {
        StoreKey from = sessions.created(store);
        StoreKey taken = sessions.created(store);

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.changeId(from, taken, sessions.changes(Map.of())))
                .withMessageContaining("taken");

        assertThat(loaded(store, from)).isEqualTo(loaded(store, taken));
    }

    @Test
    void laterFormat_isAnErrorAndLeftAlone() {
        StoreKey key = newKey();
        Map<String, AttributeValue> item = put(key, "format", fromN("3"));

        assertUnreadable(() -> store.load(key), "an item of a format that this version");
        assertUnreadable(() -> store.save(key, sessions.changes(Map.of())), "an item of a format that this version");
        assertUnreadable(() -> store.delete(key, 1), "an item of a format that this version");

        assertThat(stored(key)).isEqualTo(item);
    }

    @Test
    void itemOfSomethingElse_isAnError() {
        StoreKey key = newKey();
        put(key, "version", fromS("seven"));

        assertUnreadable(() -> store.load(key), "no valid 'version'");
    }

    private Map<String, AttributeValue> put(StoreKey key, String field, AttributeValue value) {
        Map<String, AttributeValue> item =
                new HashMap<>(SessionItem.live(key, stored(sessions.session(Map.of())), WriteToken.random()));
        item.put(field, value);
        client.putItem(request -> request.tableName(LocalDynamoDb.TABLE).item(item));
        return item;
    }

    private static StoredSession stored(SessionRecord session) {
        return new StoredSession(session.metadata(), session.attributes(), Map.of(), Map.of());
    }

    private static void assertUnreadable(Runnable operation, String message) {
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(operation::run)
                .isNotInstanceOf(SessionStoreUnavailableException.class)
                .withMessageContaining(message);
    }

    private Map<String, AttributeValue> stored(StoreKey key) {
        return client.getItem(request -> request.tableName(LocalDynamoDb.TABLE)
                        .key(SessionItem.key(key))
                        .consistentRead(true))
                .item();
    }
}
