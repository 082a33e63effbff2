package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A deleted session stays deleted, whoever still works with it. */
abstract class DeleteContract extends StoreBehaviour {

    private static final Duration ALMOST_A_MINUTE = Duration.ofSeconds(59);

    @Test
    void delete_unknownKey_isGone() {
        assertGone(store().delete(newKey(), 1));
    }

    @Test
    void delete_live_isNotFoundAfterwards() {
        StoreKey key = created();

        assertThat(store().delete(key, 1)).isInstanceOf(Applied.class);

        assertNotFound(key);
        assertThat(peer().load(key)).isEqualTo(store().load(key));
    }

    @Test
    void delete_twice_isGone() {
        StoreKey key = deleted();

        assertGone(store().delete(key, 1));
    }

    @Test
    void delete_changedMeanwhile_isNoConflict() {
        StoreKey key = created();
        store().save(key, delta(1).put("cart", value("hat"), 1).build());

        assertThat(store().delete(key, 1)).isInstanceOf(Applied.class);

        assertNotFound(key);
    }

    @Test
    void delete_anotherGeneration_isGoneAndChangesNothing() {
        StoreKey key = created();
        SessionRecord before = loaded(key);

        assertGone(store().delete(key, 2));

        assertThat(loaded(key)).isEqualTo(before);
    }

    @Test
    void save_deleted_isGoneAndStaysDeleted() {
        StoreKey key = deleted();

        assertGone(store().save(key, delta(1).put("cart", value("hat"), ANY).build()));

        assertNotFound(key);
    }

    @Test
    void create_deleted_isRefused() {
        StoreKey key = deleted();

        assertThat(store().create(key, newSession())).isFalse();

        assertNotFound(key);
    }

    @Test
    void changeId_deleted_isGoneAndStaysDeleted() {
        StoreKey key = deleted();
        StoreKey to = newKey();

        assertGone(store().changeId(key, to, delta(1).build()));

        assertNotFound(key);
        assertNotFound(to);
    }

    @TestFactory
    Stream<DynamicTest> trace_almostAMinuteLater_isStillThere() {
        return underTest().clock().stream()
                .map(clock -> DynamicTest.dynamicTest("after " + ALMOST_A_MINUTE, () -> {
                    StoreKey key = deleted();

                    clock.advance(ALMOST_A_MINUTE);

                    assertThat(store().create(key, newSession())).isFalse();
                    assertGone(store().save(key, delta(1).build()));
                }));
    }

    private StoreKey deleted() {
        StoreKey key = created();
        store().delete(key, 1);
        return key;
    }
}
