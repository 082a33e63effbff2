package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.FaultyHttp.answerLost;
import static io.cloakroom.session.dynamodb.FaultyHttp.answerLostAfter;
import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.random;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A write that succeeded without the client knowing is repeated by the SDK, and must not be taken for another's. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class LostAnswerTest {

    private static final int ROUNDS = 20;

    @AutoClose
    private final TwoInstances instances = new TwoInstances();

    private final FaultyHttp http = instances.http();
    private final Sessions sessions = new Sessions(instances.clock());
    private final DynamoDbSessionStore store = instances.store();
    private final DynamoDbSessionStore peer = instances.peer();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @Test
    void create_answerLost_isCreated() {
        StoreKey key = newKey();
        http.next(answerLost());

        assertThat(store.create(key, sessions.session(Map.of()))).isTrue();

        assertThat(loaded(store, key)).isEqualTo(sessions.session(Map.of()));
    }

    @Test
    void create_takenAndAnswerLost_isRefused() {
        StoreKey key = sessions.created(store);
        http.next(answerLost());

        assertThat(store.create(key, sessions.session(Map.of()))).isFalse();
    }

    @Test
    void save_answerLost_isAppliedOnce() {
        StoreKey key = sessions.created(store);
        http.next(answerLost());

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(2, 1));

        assertThat(loaded(store, key).metadata().version()).isEqualTo(2);
        assertThat(attribute(loaded(store, key), "cart").value()).isEqualTo(value("hat"));
    }

    @Test
    void save_removalAndAnswerLost_isApplied() {
        StoreKey key = sessions.created(store);
        http.next(answerLost());

        assertThat(store.save(key, sessions.changes(Map.of("cart", new AttributeChange.Remove(1)))))
                .isEqualTo(new Applied(2, 1));
    }

    @Test
    void save_conflictAndAnswerLost_isAConflict() {
        StoreKey key = sessions.created(store);
        http.next(answerLost());

        assertThat(store.save(key, sessions.put("cart", value("hat"), 7))).isInstanceOf(Conflict.class);
    }

    @Test
    void save_wideAndAnswerLost_isApplied() {
        StoreKey key = sessions.created(store);
        http.next(call -> call.call());
        http.next(answerLost());

        assertThat(store.save(key, manyAttributes())).isEqualTo(new Applied(2, 1));
    }

    /** The other's token may by chance have taken the slot of ours, one time in eight; never each time. */
    @Test
    void save_anotherSaveBeforeTheRepetition_isUsuallyRecognised() {
        int recognised = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StoreKey key = sessions.created(store);
            http.next(answerLostAfter(() -> peer.save(key, sessions.put("size", value("42"), AttributeChange.ABSENT))));

            ChangeOutcome outcome = store.save(key, sessions.put("cart", value("hat"), 1));

            assertThat(outcome).isIn(new Applied(2, 1), new Conflict(loaded(store, key)));
            recognised += outcome instanceof Applied ? 1 : 0;
        }
        assertThat(recognised).isPositive();
    }

    @Test
    void save_logInBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> peer.save(key, logIn()));
    }

    @Test
    void save_largeAttributeBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> peer.save(key, sessions.put("photo", random(100_000), AttributeChange.ABSENT)));
    }

    @Test
    void save_wideSaveBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> peer.save(key, manyAttributes()));
    }

    @Test
    void save_severalWritesOfTheWholeItemBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> {
            peer.save(key, logIn());
            peer.save(key, manyAttributes());
            return peer.save(key, sessions.put("photo", random(100_000), AttributeChange.ABSENT));
        });
    }

    @Test
    void save_idChangeBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> peer.changeId(key, newKey(), logIn()));
    }

    @Test
    void save_severalIdChangesBeforeTheRepetition_isRecognised() {
        assertRecognisedAfter(key -> {
            StoreKey between = newKey();
            peer.changeId(key, between, logIn());
            return peer.changeId(between, newKey(), logIn().forGeneration(2));
        });
    }

    private void assertRecognisedAfter(Function<StoreKey, ChangeOutcome> othersWrite) {
        StoreKey key = sessions.created(store);
        http.next(answerLostAfter(() -> assertThat(othersWrite.apply(key)).isInstanceOf(Applied.class)));

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Applied(2, 1));
    }

    @Test
    void save_idChangeAndDeletionBeforeTheRepetition_isGone() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        http.next(answerLostAfter(() -> {
            peer.changeId(key, to, sessions.changes(Map.of()));
            peer.delete(to, 2);
        }));

        assertThat(store.save(key, sessions.put("cart", value("hat"), 1))).isEqualTo(new Gone());
    }

    @Test
    void save_wideAndLogInBeforeTheRepetition_isRecognised() {
        StoreKey key = sessions.created(store);
        http.onAction("PutItem", answerLostAfter(() -> peer.save(key, logIn())));

        assertThat(store.save(key, manyAttributes())).isEqualTo(new Applied(2, 1));
    }

    @Test
    void save_wideAndIdChangeBeforeTheRepetition_isRecognised() {
        StoreKey key = sessions.created(store);
        http.onAction("PutItem", answerLostAfter(() -> peer.changeId(key, newKey(), logIn())));

        assertThat(store.save(key, manyAttributes())).isEqualTo(new Applied(2, 1));
    }

    @Test
    void delete_answerLost_isDeleted() {
        StoreKey key = sessions.created(store);
        http.next(answerLost());

        assertThat(store.delete(key, 1)).isInstanceOf(Applied.class);

        assertThat(store.load(key)).isEqualTo(new NotFound());
    }

    @Test
    void changeId_answerLost_isMovedOnce() {
        StoreKey from = sessions.created(store);
        StoreKey to = newKey();
        http.next(call -> call.call());
        http.next(answerLost());

        assertThat(store.changeId(from, to, sessions.changes(Map.of()))).isEqualTo(new Applied(2, 2));

        assertThat(store.load(from)).isEqualTo(new NotFound());
        assertThat(loaded(store, to).metadata().generation()).isEqualTo(2);
    }

    private SessionChanges manyAttributes() {
        Map<String, AttributeChange> changes = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            changes.put("attribute-" + i, new AttributeChange.Put(value("" + i), AttributeChange.ABSENT));
        }
        return sessions.changes(changes);
    }

    private SessionChanges logIn() {
        SessionOwner owner = new SessionOwner("alice", instances.clock().instant(), "Firefox");
        return new SessionChanges(1, sessions.access(), Map.of(), null, owner);
    }
}
