package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import io.cloakroom.testservers.dynamodb.DynamoDbLocal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The service deletes what has expired when it likes: days late, or in the middle of a request. And clocks differ. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class LateDeletionTest {

    private final ManualClock clock = ManualClock.startingNow();
    private final ManualClock ahead = ManualClock.startingNow();
    private final Sessions sessions = new Sessions(clock);
    private final FaultyHttp http = new FaultyHttp();
    private final DynamoDbClient client =
            LocalDynamoDb.clientBuilder(DynamoDbLocal.shared().endpoint(), http).build();
    private final DynamoDbSessionStore store = DynamoDbSessionStore.builder(client)
            .table(LocalDynamoDb.TABLE)
            .clock(clock)
            .timeout(LocalDynamoDb.PATIENT)
            .build();
    private final DynamoDbSessionStore storeAhead =
            LocalDynamoDb.storeBuilder(ahead).timeout(LocalDynamoDb.PATIENT).build();

    LateDeletionTest() {
        ahead.advance(Duration.ofSeconds(30));
    }

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @AfterEach
    void close() {
        store.close();
        storeAhead.close();
        client.close();
        http.close();
    }

    @Test
    void expiredSplitSession_stillInTheTable_isNeitherFoundNorRevivedNorIndexed() {
        String user = "user-" + newKey().value();
        StoreKey key = owned(user);
        Map<String, AttributeValue> before = item(key);
        clock.advance(Sessions.LIFE);

        assertThat(store.load(key)).isEqualTo(new NotFound());
        assertThat(store.save(key, sessions.put("photo", random(70_000), AttributeChange.ANY)))
                .isEqualTo(new Gone());
        assertThat(store.save(key, sessions.put("cart", value("hat"), AttributeChange.ANY)))
                .isEqualTo(new Gone());
        assertThat(store.changeId(key, newKey(), sessions.changes(Map.of()))).isEqualTo(new Gone());
        assertThat(store.delete(key, 1)).isEqualTo(new Gone());
        assertThat(store.findByPrincipal(user)).isEmpty();
        assertThat(store.reserve(user, newKey(), 1, Duration.ofMinutes(1))).isTrue();

        assertThat(item(key)).isEqualTo(before);
    }

    @Test
    void load_aMillisecondBeforeAndAtTheExpiry_isFoundAndNotFound() {
        StoreKey key = sessions.created(store);
        clock.advance(Sessions.LIFE.minusMillis(1));
        assertThat(store.load(key)).isInstanceOf(Found.class);

        clock.advance(Duration.ofMillis(1));

        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void save_deletedSinceTheLoad_isGone() {
        StoreKey key = sessions.created(store);
        loaded(store, key);
        delete(key);

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Gone());
        assertThat(store.save(key, sessions.put("photo", random(70_000), AttributeChange.ABSENT)))
                .isEqualTo(new Gone());
        assertThat(store.delete(key, 1)).isEqualTo(new Gone());
        store.touch(key, 1, sessions.access());
        store.close();

        assertThat(item(key)).isEmpty();
    }

    @Test
    void load_deletedBetweenItemAndParts_isNotFound() {
        StoreKey key = owned("user-" + newKey().value());
        List<SplitValue> parts = ItemReader.splitValues(item(key));
        http.onAction("GetItem", after(() -> {
            delete(key);
            parts.forEach(part -> client.deleteItem(
                    request -> request.tableName(LocalDynamoDb.TABLE).key(SessionItem.partKey(part.partKey(0)))));
        }));

        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void saveOfALargeAttribute_deletedBetweenReadAndWrite_isGone() {
        StoreKey key = sessions.created(store);
        http.onAction("GetItem", after(() -> delete(key)));

        assertThat(store.save(key, sessions.put("photo", random(70_000), AttributeChange.ABSENT)))
                .isEqualTo(new Gone());

        assertThat(item(key)).isEmpty();
    }

    @Test
    void changeId_deletedBetweenReadAndTransaction_isGone() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        http.onAction("GetItem", after(() -> delete(key)));

        assertThat(store.changeId(key, to, sessions.changes(Map.of()))).isEqualTo(new Gone());

        assertThat(item(to)).isEmpty();
    }

    @Test
    void changeId_expiredBetweenReadAndTransaction_isGone() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        http.onAction("GetItem", after(() -> clock.advance(Sessions.LIFE)));

        assertThat(store.changeId(key, to, sessions.changes(Map.of()))).isEqualTo(new Gone());

        assertThat(item(to)).isEmpty();
    }

    @Test
    void clockAhead_seesTheEndEarlier_andDoesNoHarm() {
        StoreKey key = sessions.created(store);
        SessionRecord before = loaded(store, key);
        clock.advance(Sessions.LIFE.minusSeconds(20));
        ahead.advance(Sessions.LIFE.minusSeconds(20));

        assertThat(storeAhead.load(key)).isEqualTo(new NotFound());
        assertThat(storeAhead.save(key, new SessionChanges(1, accessAhead(), Map.of(), null, null)))
                .isEqualTo(new Gone());

        assertThat(loaded(store, key)).isEqualTo(before);
        store.save(key, sessions.changes(Map.of()));
        assertThat(storeAhead.load(key)).isInstanceOf(Found.class);
    }

    @Test
    void clockBehind_neverMovesTimesBack() {
        StoreKey key = sessions.created(store);
        storeAhead.save(key, new SessionChanges(1, accessAhead(), Map.of(), null, null));
        SessionRecord later = loaded(store, key);

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(3, 1));
        store.touch(key, 1, sessions.access());
        store.close();

        assertThat(loaded(storeAhead, key).metadata().expiresAt())
                .isEqualTo(later.metadata().expiresAt());
        assertThat(loaded(storeAhead, key).metadata().lastAccessedAt())
                .isEqualTo(later.metadata().lastAccessedAt());
    }

    @Test
    void clockAhead_deletion_holdsForAllAndLongEnough() {
        StoreKey key = sessions.created(store);

        assertThat(storeAhead.delete(key, 1)).isInstanceOf(Applied.class);
        clock.advance(Duration.ofMinutes(4));

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Gone());
        eventually("it stays so", () -> store.load(key).equals(new NotFound()));
    }

    private FaultyHttp.Fault after(Runnable action) {
        return call -> {
            var answer = call.call();
            action.run();
            return answer;
        };
    }

    private StoreKey owned(String user) {
        StoreKey key = newKey();
        store.create(key, sessions.session(Map.of("photo", random(70_000))));
        SessionOwner owner = new SessionOwner(user, clock.instant(), "");
        assertThat(store.save(key, new SessionChanges(1, sessions.access(), Map.of(), null, owner)))
                .isEqualTo(new Applied(2, 1));
        return key;
    }

    private SessionAccess accessAhead() {
        return new Sessions(ahead).access();
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
