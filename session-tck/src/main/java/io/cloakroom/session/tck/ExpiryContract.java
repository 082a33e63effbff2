package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An expired session is over, whether or not the store still holds it. */
abstract class ExpiryContract extends StoreBehaviour {

    @Test
    void load_expired_isNotFound() {
        assertNotFound(expired());
    }

    @Test
    void load_justBeforeExpiry_isFound() {
        StoreKey key = created(new SessionRecord(newMetadata(LIFE), Map.of()));

        letPass(shortLife().minusMillis(1));

        assertThat(loaded(key).attributes()).isEmpty();
    }

    @Test
    void save_expired_isGoneAndStaysOver() {
        StoreKey key = expired();

        assertGone(store().save(key, delta(1).put("cart", value("hat"), ANY).build()));

        assertNotFound(key);
    }

    @Test
    void save_expiredWithNewInterval_isGoneAndStaysOver() {
        StoreKey key = expired();

        assertGone(store().save(key, delta(1).interval(Duration.ofHours(2)).build()));

        assertNotFound(key);
    }

    @Test
    void changeId_expired_isGoneAndStaysOver() {
        StoreKey key = expired();
        StoreKey to = newKey();

        assertGone(store().changeId(key, to, delta(1).build()));

        assertNotFound(key);
        assertNotFound(to);
    }

    @Test
    void delete_expired_isGone() {
        assertGone(store().delete(expired(), 1));
    }

    @Test
    void touch_expired_staysOver() {
        StoreKey key = expired();
        StoreKey control = created();

        store().touch(key, 1, new SessionAccess(now(), now().plus(LIFE)));
        store().touch(control, 1, new SessionAccess(now().plus(LIFE), now().plus(LIFE)));

        eventually("the touch of the control has arrived", () -> wasTouched(control));
        assertNotFound(key);
    }

    @Test
    void save_beforeExpiry_prolongsTheLife() {
        Duration life = shortLife();
        StoreKey key = created(new SessionRecord(newMetadata(life), Map.of()));

        store().save(key, new Delta(1, access(Duration.ZERO, life.plus(LIFE))).build());
        letPass(life);

        assertApplied(store().save(key, delta(1).build()), 3, 1);
    }

    @Test
    void save_expiryInThePast_endsTheSession() {
        StoreKey key = created();

        store().save(
                        key,
                        new Delta(1, new SessionAccess(now(), now()))
                                .interval(Duration.ofMillis(1))
                                .build());

        assertNotFound(key);
    }

    private boolean wasTouched(StoreKey key) {
        return loaded(key).metadata().lastAccessedAt().isAfter(now());
    }

    private StoreKey expired() {
        Duration life = shortLife();
        StoreKey key = created(new SessionRecord(newMetadata(life), Map.of()));
        letPass(life);
        return key;
    }
}
