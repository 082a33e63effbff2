package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ABSENT;
import static io.cloakroom.session.store.AttributeChange.ANY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A save applies the delta of one request, all of it or nothing. */
abstract class SaveContract extends StoreBehaviour {

    @Test
    void save_unknownKey_isGoneAndStoresNothing() {
        StoreKey key = newKey();

        assertGone(store().save(key, delta(1).put("cart", value("hat"), ANY).build()));

        assertNotFound(key);
    }

    @Test
    void save_put_replacesOnlyThatAttribute() {
        StoreKey key = created();

        assertApplied(
                store().save(key, delta(1).put("size", value("42"), ABSENT).build()), 2, 1);

        assertThat(loaded(key).attributes())
                .isEqualTo(Map.of(
                        "cart", new StoredAttribute(value("shoes"), 1), "size", new StoredAttribute(value("42"), 2)));
    }

    @Test
    void save_remove_removesOnlyThatAttribute() {
        StoreKey key = created();
        store().save(key, delta(1).put("size", value("42"), ABSENT).build());

        assertApplied(store().save(key, delta(1).remove("cart", 1).build()), 3, 1);

        assertThat(loaded(key).attributes()).isEqualTo(Map.of("size", new StoredAttribute(value("42"), 2)));
    }

    @Test
    void save_severalAttributes_getTheVersionOfTheSave() {
        StoreKey key = created();

        store().save(
                        key,
                        delta(1).put("a", value("1"), ABSENT)
                                .put("b", value("2"), ANY)
                                .put("cart", value("3"), 1)
                                .build());

        assertThat(loaded(key).attributes().values())
                .extracting(StoredAttribute::version)
                .containsExactly(2L, 2L, 2L);
        assertThat(loaded(key).metadata().version()).isEqualTo(2);
    }

    @Test
    void save_again_growsTheVersionByOneEachTime() {
        StoreKey key = created();

        for (long version = 2; version <= 12; version++) {
            assertApplied(
                    store().save(
                                    key,
                                    delta(1).put("n", value("" + version), ANY).build()),
                    version,
                    1);
            assertThat(loaded(key).metadata().version()).isEqualTo(version);
        }
    }

    @Test
    void save_noAttributes_growsTheVersionToo() {
        StoreKey key = created();

        assertApplied(store().save(key, delta(1).build()), 2, 1);

        assertThat(loaded(key).attributes()).isEqualTo(newSession().attributes());
    }

    @Test
    void save_lastAttributeRemoved_leavesAnEmptySession() {
        StoreKey key = created();

        store().save(key, delta(1).remove("cart", ANY).build());

        assertThat(loaded(key).attributes()).isEmpty();
    }

    @Test
    void save_removeOfWhatIsAbsent_isNoError() {
        StoreKey key = created();

        assertApplied(
                store().save(key, delta(1).remove("x", ABSENT).remove("y", ANY).build()), 2, 1);
    }

    @Test
    void save_putExpectingAbsenceOfAnExistingAttribute_conflicts() {
        assertConflict(delta(1).put("cart", value("hat"), ABSENT));
    }

    @Test
    void save_putExpectingAnotherVersion_conflicts() {
        assertConflict(delta(1).put("cart", value("hat"), 2));
    }

    @Test
    void save_putExpectingAnAttributeThatIsAbsent_conflicts() {
        assertConflict(delta(1).put("size", value("42"), 1));
    }

    @Test
    void save_removeExpectingAnotherVersion_conflicts() {
        assertConflict(delta(1).remove("cart", 2));
    }

    @Test
    void save_removeExpectingAbsenceOfAnExistingAttribute_conflicts() {
        assertConflict(delta(1).remove("cart", ABSENT));
    }

    @Test
    void save_removeExpectingAnAttributeThatIsAbsent_conflicts() {
        assertConflict(delta(1).remove("size", 1));
    }

    @Test
    void save_oneOfManyConflicts_writesNothing() {
        assertConflict(delta(1).put("a", value("1"), ABSENT)
                .put("b", value("2"), ANY)
                .remove("cart", 7)
                .owner(ALICE)
                .interval(Duration.ofHours(1)));
    }

    private void assertConflict(Delta delta) {
        StoreKey key = created();
        SessionRecord before = loaded(key);

        assertThat(store().save(key, delta.build())).isEqualTo(new Conflict(before));

        assertThat(loaded(key)).isEqualTo(before);
    }

    @Test
    void save_removedAndPutAgain_conflictsWithTheOldVersion() {
        StoreKey key = created();
        store().save(key, delta(1).remove("cart", 1).build());
        store().save(key, delta(1).put("cart", value("shoes"), ABSENT).build());

        assertThat(store().save(key, delta(1).put("cart", value("hat"), 1).build()))
                .isInstanceOf(Conflict.class);
        assertApplied(store().save(key, delta(1).put("cart", value("hat"), 3).build()), 4, 1);
    }

    @Test
    void save_conflictSolvedWithTheCurrentVersion_isApplied() {
        StoreKey key = created();
        store().save(key, delta(1).put("cart", value("hat"), 1).build());
        Conflict conflict = (Conflict)
                store().save(key, delta(1).put("cart", value("tie"), 1).build());

        long current = attribute(conflict.current(), "cart").version();

        assertApplied(
                store().save(
                                key,
                                delta(1).put("cart", value("hat, tie"), current).build()),
                3,
                1);
    }

    @Test
    void save_anotherGeneration_isGoneAndChangesNothing() {
        StoreKey key = created();
        SessionRecord before = loaded(key);

        assertGone(store().save(key, delta(2).put("cart", value("hat"), ANY).build()));

        assertThat(loaded(key)).isEqualTo(before);
    }

    @Test
    void save_access_movesTheTimesOn() {
        StoreKey key = created();
        SessionAccess later = access(Duration.ofMinutes(5), Duration.ofMinutes(35));

        store().save(key, new Delta(1, later).build());

        assertThat(accessOf(key)).isEqualTo(later);
    }

    @Test
    void save_earlierAccess_movesNothingBack() {
        StoreKey key = created();
        SessionAccess before = accessOf(key);

        store().save(key, new Delta(1, access(Duration.ofMinutes(-5), Duration.ofMinutes(10))).build());

        assertThat(accessOf(key)).isEqualTo(before);
    }

    @Test
    void save_timesMoveIndependently() {
        StoreKey key = created();
        SessionAccess before = accessOf(key);
        SessionAccess mixed = access(Duration.ofMinutes(1), Duration.ofMinutes(10));

        store().save(key, new Delta(1, mixed).build());

        assertThat(accessOf(key)).isEqualTo(new SessionAccess(mixed.lastAccessedAt(), before.expiresAt()));
    }

    @Test
    void save_newInterval_takesOverAnEarlierExpiry() {
        StoreKey key = created();
        SessionAccess sooner = access(Duration.ofMinutes(-5), Duration.ofMinutes(10));

        store().save(key, new Delta(1, sooner).interval(Duration.ofMinutes(10)).build());

        SessionMetadata metadata = loaded(key).metadata();
        assertThat(metadata.maxInactiveInterval()).isEqualTo(Duration.ofMinutes(10));
        assertThat(metadata.expiresAt()).isEqualTo(sooner.expiresAt());
        assertThat(metadata.lastAccessedAt()).isAfter(sooner.lastAccessedAt());
    }

    @Test
    void save_newInterval_takesOverALaterExpiry() {
        StoreKey key = created();
        SessionAccess later = access(Duration.ZERO, Duration.ofHours(2));

        store().save(key, new Delta(1, later).interval(Duration.ZERO).build());

        assertThat(loaded(key).metadata().maxInactiveInterval()).isEqualTo(Duration.ZERO);
        assertThat(loaded(key).metadata().expiresAt()).isEqualTo(later.expiresAt());
    }

    @Test
    void save_withoutNewValues_leavesIntervalPrincipalAndDatesAlone() {
        StoreKey key = created();
        store().save(key, delta(1).owner(ALICE).build());
        SessionMetadata before = loaded(key).metadata();

        store().save(key, delta(1).put("cart", value("hat"), ANY).build());

        SessionMetadata after = loaded(key).metadata();
        assertThat(after.owner()).isEqualTo(ALICE);
        assertThat(after.maxInactiveInterval()).isEqualTo(before.maxInactiveInterval());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.absoluteDeadline()).isEqualTo(before.absoluteDeadline());
    }

    @Test
    void save_owner_isReplaced() {
        StoreKey key = created();

        store().save(key, delta(1).owner(ALICE).build());
        store().save(key, delta(1).owner(BOB).build());

        assertThat(loaded(key).metadata().owner()).isEqualTo(BOB);
    }
}
