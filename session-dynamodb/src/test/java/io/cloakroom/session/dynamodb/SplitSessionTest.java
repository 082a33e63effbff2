package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.FaultyHttp.answerLostAfter;
import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Sessions with attributes that have items of their own. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class SplitSessionTest {

    private static final int LARGE = Placement.SPLIT_LIMIT + 1;

    @AutoClose
    private final TwoInstances instances = new TwoInstances();

    private final ManualClock clock = instances.clock();
    private final Sessions sessions = new Sessions(clock);
    private final FaultyHttp http = instances.http();
    private final RecordedCalls calls = instances.calls();
    private final DynamoDbClient client = instances.client();
    private final DynamoDbSessionStore store = instances.store();
    private final DynamoDbSessionStore peer = instances.peer();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_024, 65_536, 65_537, 408_576, 408_577, 1_000_000, 5_242_880})
    void createAndSave_ofAnySize_isReadBack(int size) {
        StoreKey key = newKey();
        EncodedValue first = random(size);
        EncodedValue second = random(size);

        store.create(key, sessions.session(Map.of("photo", first)));
        assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(first);
        assertThat(store.save(key, sessions.put("photo", second, 1))).isEqualTo(new Applied(2, 1));

        assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(second);
        assertThat(attribute(loaded(peer, key), "photo").version()).isEqualTo(2);
    }

    @Test
    void save_overAndUnderTheLimit_movesTheAttributeAndLeavesNoParts() {
        StoreKey key = sessions.created(store);
        for (int size : List.of(10, LARGE, 500_000, 20, LARGE, LARGE, 0)) {
            EncodedValue value = random(size);
            long version = loaded(store, key).attributes().containsKey("photo")
                    ? attribute(loaded(store, key), "photo").version()
                    : AttributeChange.ABSENT;
            Map<String, AttributeValue> before = item(key);

            store.save(key, sessions.put("photo", value, version));

            assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(value);
            assertThat(item(key).containsKey("p#photo")).isEqualTo(size > Placement.SPLIT_LIMIT);
            assertThat(item(key).containsKey("a#photo")).isEqualTo(size <= Placement.SPLIT_LIMIT);
            eventually(
                    "the parts of the old value are gone", () -> partsOf(before).isEmpty());
        }
        assertThat(attribute(loaded(peer, key), "cart").value()).isEqualTo(value("shoes"));
    }

    @Test
    void save_removal_deletesTheParts() {
        StoreKey key = withPhoto(LARGE);
        Map<String, AttributeValue> before = item(key);
        assertThat(partsOf(before)).hasSize(1);

        store.save(key, sessions.changes(Map.of("photo", new AttributeChange.Remove(1))));

        assertThat(loaded(peer, key).attributes()).containsOnlyKeys("cart");
        eventually("the parts are gone", () -> partsOf(before).isEmpty());
    }

    @Test
    void delete_deletesTheParts() {
        StoreKey key = withPhoto(900_000);
        Map<String, AttributeValue> before = item(key);
        assertThat(partsOf(before)).hasSize(3);

        store.delete(key, 1);

        assertThat(peer.load(key)).isEqualTo(new NotFound());
        eventually("the parts are gone", () -> partsOf(before).isEmpty());
    }

    @Test
    void changeId_takesThePartsAlongWhereTheyAre() {
        StoreKey key = withPhoto(900_000);
        SessionRecord before = loaded(store, key);
        StoreKey to = newKey();

        assertThat(store.changeId(key, to, sessions.changes(Map.of()))).isEqualTo(new Applied(2, 2));

        assertThat(loaded(peer, to).attributes()).isEqualTo(before.attributes());
        assertThat(peer.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void changeId_withANewLargeValue_replacesTheOldOne() {
        StoreKey key = withPhoto(LARGE);
        Map<String, AttributeValue> before = item(key);
        StoreKey to = newKey();
        EncodedValue photo = random(200_000);

        assertThat(store.changeId(key, to, sessions.put("photo", photo, 1))).isEqualTo(new Applied(2, 2));

        assertThat(attribute(loaded(peer, to), "photo").value()).isEqualTo(photo);
        eventually("the parts of the old value are gone", () -> partsOf(before).isEmpty());
    }

    @Test
    void create_takenKey_leavesNoParts() {
        StoreKey key = sessions.created(store);
        calls.clear();

        assertThat(store.create(key, sessions.session(Map.of("photo", random(LARGE)))))
                .isFalse();

        assertThat(calls.putInBatches()).hasSize(1);
        eventually("the parts are gone", () -> existing(calls.putInBatches()).isEmpty());
    }

    @Test
    void save_conflict_hasTheLargeAttributes() {
        StoreKey key = withPhoto(500_000);

        assertThat(store.save(key, sessions.put("cart", value("hat"), 7))).isEqualTo(new Conflict(loaded(peer, key)));
        assertThat(store.save(key, sessions.put("photo", random(LARGE), 7))).isEqualTo(new Conflict(loaded(peer, key)));
    }

    @Test
    void save_anotherRequestFaster_beginsAgainAndLeavesNoParts() {
        StoreKey key = sessions.created(store);
        EncodedValue photo = random(LARGE);
        http.onAction("PutItem", write -> {
            peer.save(key, sessions.put("cart", value("hat"), 1));
            return write.call();
        });
        calls.clear();

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ABSENT)))
                .isEqualTo(new Applied(3, 1));

        assertThat(attribute(loaded(peer, key), "cart").value()).isEqualTo(value("hat"));
        assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(photo);
        assertThat(calls.putInBatches()).hasSize(2);
        eventually(
                "the first parts are gone", () -> existing(calls.putInBatches()).equals(partsOf(item(key))));
    }

    @RepeatedTest(5)
    void save_answerLostAndSessionRewritten_isRecognised() {
        StoreKey key = sessions.created(store);
        EncodedValue photo = random(LARGE);
        EncodedValue scan = random(LARGE);
        http.onAction(
                "PutItem", answerLostAfter(() -> peer.save(key, sessions.put("scan", scan, AttributeChange.ABSENT))));

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ABSENT)))
                .isEqualTo(new Applied(2, 1));
        store.close();

        assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(photo);
        assertThat(attribute(loaded(peer, key), "scan").value()).isEqualTo(scan);
    }

    /** Many writes of others may wipe out the token by which the store knows its own, but not the name of the parts. */
    @Test
    void save_answerLostAndTokenWipedOut_isRecognisedByItsParts() {
        StoreKey key = sessions.created(store);
        EncodedValue photo = random(LARGE);
        http.onAction("PutItem", answerLostAfter(() -> {
            wipeOutTokens(key);
            peer.save(key, sessions.put("size", value("42"), AttributeChange.ABSENT));
        }));

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ABSENT)))
                .isEqualTo(new Applied(2, 1));
        store.close();

        assertThat(attribute(loaded(peer, key), "photo").value()).isEqualTo(photo);
    }

    @RepeatedTest(5)
    void save_answerLostAndValueReplaced_neverNamesDeletedParts() {
        StoreKey key = sessions.created(store);
        EncodedValue photo = random(LARGE);
        http.onAction("PutItem", answerLostAfter(() -> {
            peer.save(key, sessions.put("photo", random(LARGE), AttributeChange.ANY));
            eventually(
                    "the parts are gone", () -> existing(calls.putInBatches()).isEmpty());
        }));

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ANY)))
                .isInstanceOf(Applied.class);
        store.close();

        assertThat(loaded(peer, key).attributes()).containsKey("photo");
    }

    @RepeatedTest(5)
    void save_answerLostAndSessionMoved_leavesTheMovedOneItsParts() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        EncodedValue photo = random(LARGE);
        http.onAction("PutItem", answerLostAfter(() -> peer.changeId(key, to, sessions.changes(Map.of()))));

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ANY)))
                .isEqualTo(new Applied(2, 1));
        store.close();

        assertThat(attribute(loaded(peer, to), "photo").value()).isEqualTo(photo);
    }

    @Test
    void save_answerLostTokenWipedOutAndSessionMoved_leavesTheMovedOneItsParts() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        EncodedValue photo = random(LARGE);
        http.onAction("PutItem", answerLostAfter(() -> {
            wipeOutTokens(key);
            peer.changeId(key, to, sessions.changes(Map.of()));
        }));

        assertThat(store.save(key, sessions.put("photo", photo, AttributeChange.ANY)))
                .isEqualTo(new Moved(to, 2));
        store.close();

        assertThat(attribute(loaded(peer, to), "photo").value()).isEqualTo(photo);
    }

    @Test
    void load_valueReplacedBetweenItemAndParts_readsAgain() {
        StoreKey key = withPhoto(LARGE);
        Map<String, AttributeValue> before = item(key);
        EncodedValue second = random(300_000);
        http.next(read -> {
            var answer = read.call();
            peer.save(key, sessions.put("photo", second, 1));
            eventually(
                    "the parts of the old value are gone", () -> partsOf(before).isEmpty());
            return answer;
        });

        assertThat(attribute(loaded(store, key), "photo").value()).isEqualTo(second);
    }

    @Test
    void conflict_valueReplacedBetweenItemAndParts_isTheNewerOne() {
        StoreKey key = withPhoto(LARGE);
        Map<String, AttributeValue> before = item(key);
        http.next(refusedUpdate -> {
            var answer = refusedUpdate.call();
            peer.save(key, sessions.put("photo", random(300_000), 1));
            eventually(
                    "the parts of the old value are gone", () -> partsOf(before).isEmpty());
            return answer;
        });

        assertThat(store.save(key, sessions.put("cart", value("hat"), 7))).isEqualTo(new Conflict(loaded(peer, key)));
    }

    @Test
    void load_partsDeletedBySomethingElse_saysSoAndIsNotUnavailable() {
        StoreKey key = withPhoto(LARGE);
        partsOf(item(key)).forEach(this::delete);

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.load(key))
                .isNotInstanceOf(SessionStoreUnavailableException.class)
                .withMessageStartingWith("A session names parts that the session table does not have.");
        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.save(key, sessions.put("cart", value("hat"), 7)))
                .isNotInstanceOf(SessionStoreUnavailableException.class);

        assertThat(store.save(key, sessions.put("photo", random(10), 1))).isEqualTo(new Applied(2, 1));
        assertThat(loaded(store, key).attributes()).hasSize(2);
    }

    @Test
    void manyMiddlingAttributes_moreThanAnItem_areSplitByTheLargest() {
        StoreKey key = sessions.created(store);
        Map<String, EncodedValue> values = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            EncodedValue value = random(30_000 + i);
            values.put("page-" + i, value);

            assertThat(store.save(key, sessions.put("page-" + i, value, AttributeChange.ABSENT)))
                    .isEqualTo(new Applied(i + 2, 1));
        }

        SessionRecord session = loaded(peer, key);
        assertThat(session.attributes()).hasSize(21);
        values.forEach((name, value) ->
                assertThat(attribute(session, name).value()).as(name).isEqualTo(value));
        assertThat(item(key).keySet().stream().filter(SessionItem::isSplitField))
                .isNotEmpty();
    }

    @Test
    void parts_liveAsLongAsTheSessionCan() {
        StoreKey key = withPhoto(LARGE);

        long deadline = clock.instant()
                .plus(Duration.ofHours(12))
                .plus(Duration.ofHours(1))
                .getEpochSecond();
        assertThat(partsOf(item(key)))
                .singleElement()
                .satisfies(part -> assertThat(part)
                        .containsOnlyKeys("pk", "sk", "bytes", "ttl")
                        .containsEntry("sk", fromS("part"))
                        .containsEntry("ttl", fromN(String.valueOf(deadline))));
    }

    /** Instances that know format 1 only ask for it in each condition and when they read. */
    @Test
    void splitSession_isFormat2_whichOlderInstancesRefuse() {
        StoreKey key = withPhoto(LARGE);

        assertThat(item(key)).containsEntry("format", fromN("2"));
        assertThatExceptionOfType(ConditionalCheckFailedException.class)
                .isThrownBy(() -> client.updateItem(request -> request.tableName(LocalDynamoDb.TABLE)
                        .key(SessionItem.key(key))
                        .updateExpression("SET version = version + :one")
                        .conditionExpression("#format = :one")
                        .expressionAttributeNames(Map.of("#format", "format"))
                        .expressionAttributeValues(Map.of(":one", fromN("1")))));
    }

    @Test
    void splitSession_withoutItsLargeAttribute_isFormat1AfterTheNextRewrite() {
        StoreKey key = withPhoto(LARGE);
        store.save(key, sessions.changes(Map.of("photo", new AttributeChange.Remove(1))));
        assertThat(item(key)).containsEntry("format", fromN("2"));

        StoreKey to = newKey();
        store.changeId(key, to, sessions.changes(Map.of()));

        assertThat(item(to)).containsEntry("format", fromN("1")).doesNotContainKey("partBytes");
    }

    private StoreKey withPhoto(int size) {
        StoreKey key = newKey();
        store.create(key, sessions.session(Map.of("cart", value("shoes"), "photo", random(size))));
        return key;
    }

    private Map<String, AttributeValue> item(StoreKey key) {
        return get(SessionItem.key(key));
    }

    private List<Map<String, AttributeValue>> partsOf(Map<String, AttributeValue> item) {
        return existing(ItemReader.splitValues(item).stream()
                .flatMap(split -> split.partKeys().stream())
                .toList());
    }

    private List<Map<String, AttributeValue>> existing(List<String> partKeys) {
        return partKeys.stream()
                .map(key -> get(SessionItem.partKey(key)))
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toList());
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return client.getItem(request ->
                        request.tableName(LocalDynamoDb.TABLE).key(key).consistentRead(true))
                .item();
    }

    private void wipeOutTokens(StoreKey key) {
        client.updateItem(request -> request.tableName(LocalDynamoDb.TABLE)
                .key(SessionItem.key(key))
                .updateExpression("SET writes = :none")
                .expressionAttributeValues(Map.of(":none", fromM(Map.of()))));
    }

    private void delete(Map<String, AttributeValue> part) {
        client.deleteItem(request ->
                request.tableName(LocalDynamoDb.TABLE).key(SessionItem.partKey(SessionItem.partitionKey(part))));
    }
}
