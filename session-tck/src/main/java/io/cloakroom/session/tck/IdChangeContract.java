package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ABSENT;
import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A session that changes its id lives on under the new key, and changes meant for the old one find it. */
abstract class IdChangeContract extends StoreBehaviour {

    private static final Duration ALMOST_A_MINUTE = Duration.ofSeconds(59);

    @Test
    void changeId_unknownKey_isGoneAndStoresNothing() {
        StoreKey to = newKey();

        assertGone(store().changeId(newKey(), to, delta(1).build()));

        assertNotFound(to);
    }

    @Test
    void changeId_live_movesTheSession() {
        StoreKey from = created();
        SessionRecord before = loaded(from);
        StoreKey to = newKey();

        assertApplied(store().changeId(from, to, new Delta(1, accessOf(from)).build()), 2, 2);

        assertNotFound(from);
        SessionRecord after = loaded(to);
        assertThat(after.attributes()).isEqualTo(before.attributes());
        assertThat(after.metadata()).isEqualTo(next(before.metadata()));
    }

    @Test
    void changeId_withChanges_appliesThem() {
        StoreKey from = created();
        StoreKey to = newKey();
        Delta login = delta(1).put("user", value("alice"), ABSENT).remove("cart", 1);

        store().changeId(
                        from,
                        to,
                        login.owner(ALICE).interval(Duration.ofHours(1)).build());

        SessionRecord after = loaded(to);
        assertThat(after.attributes()).isEqualTo(Map.of("user", new StoredAttribute(value("alice"), 2)));
        assertThat(after.metadata().owner()).isEqualTo(ALICE);
        assertThat(after.metadata().maxInactiveInterval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void changeId_conflict_leavesTheSessionWhereItIs() {
        StoreKey from = created();
        SessionRecord before = loaded(from);
        StoreKey to = newKey();

        ChangeOutcome outcome =
                store().changeId(from, to, delta(1).put("cart", value("hat"), 7).build());

        assertThat(outcome).isEqualTo(new Conflict(before));
        assertThat(loaded(from)).isEqualTo(before);
        assertNotFound(to);
    }

    @Test
    void changeId_anotherGeneration_isGoneAndChangesNothing() {
        StoreKey from = created();
        StoreKey to = newKey();

        assertGone(store().changeId(from, to, delta(2).build()));

        assertThat(loaded(from).metadata().generation()).isEqualTo(1);
        assertNotFound(to);
    }

    @Test
    void changeId_again_isMovedToTheFirst() {
        StoreKey from = created();
        StoreKey first = moved(from);
        StoreKey second = newKey();

        assertThat(store().changeId(from, second, delta(1).build())).isEqualTo(new Moved(first, 2));

        assertNotFound(second);
        assertThat(loaded(first).metadata().generation()).isEqualTo(2);
    }

    @Test
    void save_oldKeyAndGeneration_isMoved() {
        StoreKey from = created();
        StoreKey to = moved(from);
        SessionRecord before = loaded(to);

        assertThat(store().save(from, delta(1).put("cart", value("hat"), ANY).build()))
                .isEqualTo(new Moved(to, 2));

        assertNotFound(from);
        assertThat(loaded(to)).isEqualTo(before);
    }

    @Test
    void save_oldKeyAndAnotherGeneration_isGone() {
        StoreKey from = created();
        moved(from);

        assertGone(store().save(from, delta(2).build()));
        assertGone(store().save(from, delta(3).build()));
    }

    @Test
    void save_followed_isAppliedUnderTheNewKey() {
        StoreKey from = created();
        moved(from);
        Delta late = delta(1).put("late", value("hat"), ABSENT).put("cart", value("tie"), 1);

        Moved moved = (Moved) store().save(from, late.build());

        assertApplied(store().save(moved.key(), late.build().forGeneration(moved.generation())), 3, 2);
        assertThat(loaded(moved.key()).attributes()).containsKeys("late", "cart");
    }

    @Test
    void save_newKeyWithTheOldGeneration_isGone() {
        StoreKey to = moved(created());

        assertGone(store().save(to, delta(1).build()));
    }

    @Test
    void save_movedTwice_isForwardedStepByStep() {
        StoreKey first = created();
        StoreKey second = moved(first);
        StoreKey third = newKey();
        assertApplied(store().changeId(second, third, delta(2).build()), 3, 3);

        assertThat(store().save(first, delta(1).build())).isEqualTo(new Moved(second, 2));
        assertThat(store().save(second, delta(2).build())).isEqualTo(new Moved(third, 3));
        assertApplied(store().save(third, delta(3).build()), 4, 3);
    }

    @Test
    void delete_oldKeyAndGeneration_isMovedAndDeletesNothing() {
        StoreKey from = created();
        StoreKey to = moved(from);

        assertThat(store().delete(from, 1)).isEqualTo(new Moved(to, 2));

        assertThat(loaded(to).metadata().generation()).isEqualTo(2);
    }

    @Test
    void delete_oldKeyAndAnotherGeneration_isGone() {
        StoreKey from = created();
        StoreKey to = moved(from);

        assertGone(store().delete(from, 2));

        assertThat(loaded(to).metadata().generation()).isEqualTo(2);
    }

    @Test
    void save_movedAndThenDeleted_staysDeleted() {
        StoreKey from = created();
        StoreKey to = moved(from);
        store().delete(to, 2);

        ChangeOutcome late = store().save(from, delta(1).build());

        assertThat(late).isIn(new Moved(to, 2), new ChangeOutcome.Gone());
        assertGone(store().save(to, delta(2).build()));
        assertNotFound(from);
        assertNotFound(to);
    }

    @Test
    void create_oldKey_isRefused() {
        StoreKey from = created();
        StoreKey to = moved(from);

        assertThat(store().create(from, newSession())).isFalse();

        assertNotFound(from);
        assertThat(store().save(from, delta(1).build())).isEqualTo(new Moved(to, 2));
    }

    @TestFactory
    Stream<DynamicTest> forwardPointer_almostAMinuteLater_isStillThere() {
        return underTest().clock().stream()
                .map(clock -> DynamicTest.dynamicTest("after " + ALMOST_A_MINUTE, () -> {
                    StoreKey from = created();
                    StoreKey to = moved(from);

                    clock.advance(ALMOST_A_MINUTE);

                    assertThat(store().save(from, delta(1).build())).isEqualTo(new Moved(to, 2));
                    assertThat(store().create(from, newSession())).isFalse();
                }));
    }

    private StoreKey moved(StoreKey from) {
        StoreKey to = newKey();
        assertApplied(store().changeId(from, to, delta(1).build()), 2, 2);
        return to;
    }

    private static SessionMetadata next(SessionMetadata metadata) {
        return new SessionMetadata(
                metadata.createdAt(),
                metadata.lastAccessedAt(),
                metadata.maxInactiveInterval(),
                metadata.absoluteDeadline(),
                metadata.expiresAt(),
                metadata.generation() + 1,
                metadata.version() + 1,
                metadata.owner());
    }
}
