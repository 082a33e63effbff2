package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.Eventually.eventually;
import static io.cloakroom.session.dynamodb.Sessions.attribute;
import static io.cloakroom.session.dynamodb.Sessions.loaded;
import static io.cloakroom.session.dynamodb.Sessions.newKey;
import static io.cloakroom.session.dynamodb.Sessions.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.dynamodb.FaultyHttp.Fault;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.tck.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.http.HttpExecuteResponse;

/** What another instance does between the two calls of an operation that reads and writes. */
@EnabledIf("io.cloakroom.testservers.dynamodb.DynamoDbLocal#isEnabled")
final class InterleavingTest {

    @AutoClose
    private final TwoInstances instances = new TwoInstances();

    private final FaultyHttp http = instances.http();
    private final ManualClock clock = instances.clock();
    private final Sessions sessions = new Sessions(clock);
    private final DynamoDbSessionStore store = instances.store();
    private final DynamoDbSessionStore peer = instances.peer();

    @BeforeAll
    static void createTable() {
        LocalDynamoDb.createTable();
    }

    @Test
    void saveOfManyAttributes_anotherSaveInBetween_keepsBoth() {
        StoreKey key = sessions.created(store);
        http.next(before(() -> peer.save(key, sessions.put("cart", value("hat"), 1))));

        assertThat(store.save(key, manyAttributes())).isEqualTo(new Applied(3, 1));

        assertThat(loaded(store, key).attributes()).hasSize(151);
        assertThat(attribute(loaded(store, key), "cart").value()).isEqualTo(value("hat"));
    }

    @Test
    void saveOfManyAttributes_sameAttributeInBetween_conflicts() {
        StoreKey key = sessions.created(store);
        http.next(before(() -> peer.save(key, sessions.put("attribute-7", value("hat"), AttributeChange.ABSENT))));

        assertThat(store.save(key, manyAttributes())).isEqualTo(new Conflict(loaded(peer, key)));
    }

    @Test
    void changeId_saveInBetween_takesItAlong() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        http.next(before(() -> peer.save(key, sessions.put("cart", value("hat"), 1))));

        assertThat(store.changeId(key, to, sessions.changes(Map.of()))).isEqualTo(new Applied(3, 2));

        assertThat(attribute(loaded(store, to), "cart").value()).isEqualTo(value("hat"));
    }

    @Test
    void changeId_touchInBetween_keepsTheLaterTimes() {
        StoreKey key = sessions.created(store);
        StoreKey to = newKey();
        SessionChanges earlier = sessions.changes(Map.of());
        clock.advance(Duration.ofMinutes(1));
        SessionAccess later = sessions.access();
        http.next(before(() -> {
            peer.touch(key, 1, later);
            eventually("touched", () -> loaded(peer, key).metadata().expiresAt().equals(later.expiresAt()));
        }));

        store.changeId(key, to, earlier);

        assertThat(loaded(store, to).metadata().expiresAt()).isEqualTo(later.expiresAt());
        assertThat(loaded(store, to).metadata().lastAccessedAt()).isEqualTo(later.lastAccessedAt());
    }

    @Test
    void changeId_anotherIdChangeInBetween_isMoved() {
        StoreKey key = sessions.created(store);
        StoreKey winner = newKey();
        http.next(before(() -> peer.changeId(key, winner, sessions.changes(Map.of()))));

        assertThat(store.changeId(key, newKey(), sessions.changes(Map.of()))).isEqualTo(new Moved(winner, 2));
    }

    @Test
    void changeId_deletionInBetween_isGone() {
        StoreKey key = sessions.created(store);
        http.next(before(() -> peer.delete(key, 1)));

        assertThat(store.changeId(key, newKey(), sessions.changes(Map.of()))).isEqualTo(new Gone());
    }

    /** The first call reads; then, before the second one, the other instance acts. */
    private static Fault before(Runnable secondCall) {
        return read -> {
            HttpExecuteResponse answer = read.call();
            secondCall.run();
            return answer;
        };
    }

    private SessionChanges manyAttributes() {
        Map<String, AttributeChange> changes = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            changes.put("attribute-" + i, new AttributeChange.Put(value("" + i), AttributeChange.ABSENT));
        }
        return sessions.changes(changes);
    }
}
