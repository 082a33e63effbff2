package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A touch moves the times of a live session on, some time soon. Whether a touch did nothing is asked after a second
 * touch, of another session, has arrived.
 */
abstract class TouchContract extends StoreBehaviour {

    @Test
    void touch_live_movesTheTimesOnAndNothingElse() {
        StoreKey key = created();
        SessionRecord before = loaded(key);
        SessionAccess later = access(Duration.ofMinutes(2), Duration.ofMinutes(32));

        store().touch(key, 1, later);

        eventually("the touch has arrived", () -> accessOf(key).equals(later));
        assertThat(loaded(key).metadata().version()).isEqualTo(before.metadata().version());
        assertThat(loaded(key).attributes()).isEqualTo(before.attributes());
    }

    @Test
    void touch_live_isNoConflictForASave() {
        StoreKey key = created();
        touchAndWait(key, 1);

        assertApplied(store().save(key, delta(1).put("cart", value("hat"), 1).build()), 2, 1);
    }

    @Test
    void touch_earlierTimes_movesNothingBack() {
        StoreKey key = created();
        SessionAccess before = accessOf(key);

        store().touch(key, 1, access(Duration.ofMinutes(-5), Duration.ofMinutes(5)));

        waitForTouches();
        assertThat(accessOf(key)).isEqualTo(before);
    }

    @Test
    void touch_timesMoveIndependently() {
        StoreKey key = created();
        SessionAccess before = accessOf(key);
        SessionAccess mixed = access(Duration.ofMinutes(-5), Duration.ofMinutes(40));

        store().touch(key, 1, mixed);

        SessionAccess expected = new SessionAccess(before.lastAccessedAt(), mixed.expiresAt());
        eventually("the touch has arrived", () -> accessOf(key).equals(expected));
    }

    @Test
    void touch_anotherGeneration_doesNothing() {
        StoreKey key = created();
        SessionRecord before = loaded(key);

        store().touch(key, 2, access(Duration.ofMinutes(2), Duration.ofMinutes(40)));

        waitForTouches();
        assertThat(loaded(key)).isEqualTo(before);
    }

    @Test
    void touch_unknownKey_storesNothing() {
        StoreKey key = newKey();

        store().touch(key, 1, access(Duration.ZERO, LIFE));

        waitForTouches();
        assertNotFound(key);
        assertThat(store().create(key, newSession())).isTrue();
    }

    @Test
    void touch_deleted_staysDeleted() {
        StoreKey key = created();
        store().delete(key, 1);

        store().touch(key, 1, access(Duration.ZERO, Duration.ofHours(1)));

        waitForTouches();
        assertNotFound(key);
        assertThat(store().create(key, newSession())).isFalse();
        assertGone(store().save(key, delta(1).build()));
    }

    @Test
    void touch_moved_changesNeitherKey() {
        StoreKey from = created();
        StoreKey to = newKey();
        store().changeId(from, to, delta(1).build());
        SessionRecord before = loaded(to);

        store().touch(from, 1, access(Duration.ofMinutes(2), Duration.ofHours(1)));

        waitForTouches();
        assertNotFound(from);
        assertThat(loaded(to)).isEqualTo(before);
    }

    private void waitForTouches() {
        touchAndWait(created(), 1);
    }

    private void touchAndWait(StoreKey key, long generation) {
        SessionAccess later = access(Duration.ofMinutes(1), Duration.ofMinutes(45));
        store().touch(key, generation, later);
        eventually("the touch has arrived", () -> accessOf(key).equals(later));
    }
}
