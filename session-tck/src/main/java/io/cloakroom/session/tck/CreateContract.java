package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A session that was stored comes back as it was. */
abstract class CreateContract extends StoreBehaviour {

    @Test
    void load_unknownKey_isNotFound() {
        assertNotFound(newKey());
    }

    @Test
    void create_newKey_storesTheRecord() {
        SessionRecord record = newSession();

        StoreKey key = created(record);

        assertThat(loaded(key)).isEqualTo(record);
    }

    @Test
    void create_newKey_isSeenByThePeer() {
        SessionRecord record = newSession();

        StoreKey key = created(record);

        assertThat(peer().load(key)).isEqualTo(new Found(record));
    }

    @Test
    void create_takenKey_isRefusedAndChangesNothing() {
        SessionRecord first = newSession();
        StoreKey key = created(first);

        boolean second = store().create(key, new SessionRecord(newMetadata(LIFE), Map.of()));

        assertThat(second).isFalse();
        assertThat(loaded(key)).isEqualTo(first);
    }

    @Test
    void create_noAttributes_isFoundEmpty() {
        StoreKey key = created(new SessionRecord(newMetadata(LIFE), Map.of()));

        assertThat(loaded(key).attributes()).isEmpty();
    }

    @Test
    void create_everyField_comesBackEqual() {
        Instant now = now();
        SessionMetadata metadata = new SessionMetadata(
                now.minus(Duration.ofHours(1)).plusMillis(1),
                now.minus(Duration.ofMinutes(2)).plusMillis(23),
                Duration.ofMinutes(17).plusMillis(456),
                now.plus(Duration.ofHours(3)).plusMillis(789),
                now.plus(Duration.ofMinutes(18)).plusMillis(999),
                3,
                9_007_199_254_740L,
                new SessionOwner("user/ünï:😀 with spaces", now.minusMillis(7), "2: a \"device\""));
        SessionRecord record = new SessionRecord(
                metadata,
                Map.of("old", new StoredAttribute(value("a"), 2), "new", new StoredAttribute(value("b"), 9_007_199L)));

        StoreKey key = created(record);

        assertThat(loaded(key)).isEqualTo(record);
    }

    @Test
    void create_intervalZeroAndNoDeadline_livesOn() {
        Instant never = SessionMetadata.NEVER;
        SessionMetadata endless = new SessionMetadata(now(), now(), Duration.ZERO, never, never, 1, 1, null);
        StoreKey key = created(new SessionRecord(endless, Map.of()));

        assertThat(loaded(key).metadata()).isEqualTo(endless);
        assertApplied(store().save(key, delta(1).build()), 2, 1);
        assertThat(loaded(key).metadata().expiresAt()).isEqualTo(never);
    }

    @Test
    void create_twoKeys_areTwoSessions() {
        StoreKey first = created();
        StoreKey second = created();

        store().save(first, delta(1).put("cart", value("hat"), 1).build());
        store().delete(first, 1);

        assertThat(loaded(second).attributes()).containsEntry("cart", new StoredAttribute(value("shoes"), 1));
    }
}
