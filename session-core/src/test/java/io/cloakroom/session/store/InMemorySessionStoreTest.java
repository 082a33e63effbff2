package io.cloakroom.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakroom.session.store.AttributeChange.Put;
import io.cloakroom.session.store.AttributeChange.Remove;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class InMemorySessionStoreTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
    private static final StoreKey KEY = StoreKey.ofSessionId("one");
    private static final StoreKey OTHER = StoreKey.ofSessionId("other");
    private static final EncodedValue RED = EncodedValue.of(new byte[] {1});
    private static final EncodedValue BLUE = EncodedValue.of(new byte[] {2});

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final InMemorySessionStore store = InMemorySessionStore.create(1000, clock);

    @Test
    void create_onAFreeKey_canBeLoaded() {
        assertThat(store.create(KEY, record())).isTrue();

        assertThat(store.load(KEY)).isEqualTo(new Found(record()));
        assertThat(store.load(OTHER)).isEqualTo(new NotFound());
    }

    @Test
    void create_onATakenKey_isRefused() {
        store.create(KEY, record());

        assertThat(store.create(KEY, record())).isFalse();
    }

    @Test
    void save_withAnyVersion_winsAndCounts() {
        store.create(KEY, record());

        assertThat(store.save(KEY, changes(1, Map.of("cart", new Put(BLUE, AttributeChange.ANY)), null)))
                .isEqualTo(new Applied(2, 1));
        assertThat(loaded(KEY).attributes()).containsEntry("cart", new StoredAttribute(BLUE, 2));
        assertThat(loaded(KEY).metadata().version()).isEqualTo(2);
    }

    @Test
    void save_ofAnotherVersionThanExpected_changesNothing() {
        store.create(KEY, record());

        for (long expected : new long[] {AttributeChange.ABSENT, 2}) {
            assertThat(store.save(KEY, changes(1, Map.of("cart", new Put(BLUE, expected)), null)))
                    .isEqualTo(new Conflict(record()));
            assertThat(store.changeId(KEY, OTHER, changes(1, Map.of("cart", new Remove(expected)), null)))
                    .isEqualTo(new Conflict(record()));
        }
        assertThat(loaded(KEY)).isEqualTo(record());
    }

    @Test
    void changeId_leavesAForwardForTheOldGenerationOnly() {
        store.create(KEY, record());

        assertThat(store.changeId(KEY, OTHER, changes(1, Map.of(), null))).isEqualTo(new Applied(2, 2));

        assertThat(store.load(KEY)).isEqualTo(new NotFound());
        assertThat(loaded(OTHER).attributes()).containsOnlyKeys("cart");
        assertThat(store.save(KEY, changes(1, Map.of(), null))).isEqualTo(new Moved(OTHER, 2));
        assertThat(store.delete(KEY, 1)).isEqualTo(new Moved(OTHER, 2));
        assertThat(store.save(KEY, changes(2, Map.of(), null))).isEqualTo(new Gone());
        assertThat(store.create(KEY, record())).isFalse();
    }

    @Test
    void changeId_toATakenKey_isRefused() {
        store.create(KEY, record());
        store.create(OTHER, record());

        assertThatExceptionOfType(SessionStoreException.class)
                .isThrownBy(() -> store.changeId(KEY, OTHER, changes(1, Map.of(), null)));
        assertThat(store.load(KEY)).isInstanceOf(Found.class);
    }

    @Test
    void delete_leavesATraceThatNothingBringsBack() {
        store.create(KEY, record());

        assertThat(store.delete(KEY, 2)).isEqualTo(new Gone());
        assertThat(store.delete(KEY, 1)).isEqualTo(new Applied(1, 1));
        assertThat(store.save(KEY, changes(1, Map.of(), null))).isEqualTo(new Gone());
        store.touch(KEY, 1, new SessionAccess(START, START.plusSeconds(9999)));
        assertThat(store.create(KEY, record())).isFalse();
        assertThat(store.load(KEY)).isEqualTo(new NotFound());
    }

    @Test
    void session_expired_isGoneForEveryMethod() {
        store.create(KEY, record());
        now = record().metadata().expiresAt();

        assertThat(store.load(KEY)).isEqualTo(new NotFound());
        assertThat(store.save(KEY, changes(1, Map.of(), null))).isEqualTo(new Gone());
        assertThat(store.delete(KEY, 1)).isEqualTo(new Gone());
        store.touch(KEY, 1, new SessionAccess(now, now.plusSeconds(60)));
        assertThat(store.load(KEY)).isEqualTo(new NotFound());
        assertThat(store.create(KEY, record())).isTrue();
    }

    @Test
    void touch_neverMovesTimesBack() {
        store.create(KEY, record());
        Instant later = START.plusSeconds(100);

        store.touch(KEY, 1, new SessionAccess(later, later.plusSeconds(1800)));
        store.touch(KEY, 1, new SessionAccess(START, START.plusSeconds(1)));
        store.touch(KEY, 2, new SessionAccess(later, later.plusSeconds(9999)));

        assertThat(loaded(KEY).metadata().lastAccessedAt()).isEqualTo(later);
        assertThat(loaded(KEY).metadata().expiresAt()).isEqualTo(later.plusSeconds(1800));
        assertThat(loaded(KEY).metadata().version()).isEqualTo(1);
    }

    @Test
    void save_withANewInterval_takesOverAnEarlierExpiry() {
        store.create(KEY, record());
        SessionAccess access = new SessionAccess(START, START.plusSeconds(10));
        SessionOwner anna = new SessionOwner("anna", START, "Firefox");

        store.save(KEY, new SessionChanges(1, access, Map.of(), Duration.ofSeconds(10), anna));

        assertThat(loaded(KEY).metadata().expiresAt()).isEqualTo(START.plusSeconds(10));
        assertThat(loaded(KEY).metadata().maxInactiveInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(loaded(KEY).metadata().owner()).isEqualTo(anna);
    }

    @Test
    void create_withoutRoomForASession_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> InMemorySessionStore.create(0, clock));
        store.close();
        assertThat(store).hasToString("InMemorySessionStore[about 0 entries]");
    }

    private SessionRecord loaded(StoreKey key) {
        return ((Found) store.load(key)).record();
    }

    private static SessionRecord record() {
        Duration interval = Duration.ofMinutes(30);
        SessionMetadata metadata = new SessionMetadata(
                START, START, interval, START.plusSeconds(43_200), START.plus(interval), 1, 1, null);
        return new SessionRecord(metadata, Map.of("cart", new StoredAttribute(RED, 1)));
    }

    private static SessionChanges changes(
            long generation, Map<String, AttributeChange> attributes, @Nullable Duration interval) {
        SessionAccess access = new SessionAccess(START, START.plus(Duration.ofMinutes(30)));
        return new SessionChanges(generation, access, attributes, interval, null);
    }
}
