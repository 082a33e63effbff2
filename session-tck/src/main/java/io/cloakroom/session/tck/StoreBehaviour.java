package io.cloakroom.session.tck;

import static java.time.temporal.ChronoUnit.MILLIS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What the parts of the contract share: sessions to store, and questions to ask the store. */
abstract class StoreBehaviour {

    static final Duration LIFE = Duration.ofMinutes(30);
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final SessionOwner ALICE = new SessionOwner("alice", Instant.parse("2026-11-01T12:00:00.123Z"), "Firefox");
    static final SessionOwner BOB = new SessionOwner("bob:größe", Instant.parse("2026-11-01T13:00:00Z"), "");
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration SHORT_LIFE = Duration.ofMillis(300);

    abstract StoreUnderTest underTest();

    final SessionStore store() {
        return underTest().store();
    }

    final SessionStore peer() {
        return underTest().peer();
    }

    final Instant now() {
        InstantSource clock =
                underTest().clock().<InstantSource>map(manual -> manual).orElse(InstantSource.system());
        return clock.instant().truncatedTo(MILLIS);
    }

    /** The life of a session that a test wants to see end. */
    final Duration shortLife() {
        return underTest().clock().isPresent() ? LIFE : SHORT_LIFE;
    }

    /** Lets time pass in the store: by its clock where that can be moved, else by waiting. */
    final void letPass(Duration duration) {
        underTest().clock().ifPresentOrElse(clock -> clock.advance(duration), () -> waitUntil(now().plus(duration)));
    }

    private void waitUntil(Instant end) {
        eventually("the time is " + end, () -> !now().isBefore(end));
    }

    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("after %s still waiting until %s", PATIENCE, what)
                    .isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static StoreKey newKey() {
        return StoreKey.ofSessionId(UUID.randomUUID().toString());
    }

    static EncodedValue value(String text) {
        return EncodedValue.of(text.getBytes(StandardCharsets.UTF_8));
    }

    final SessionMetadata newMetadata(Duration life) {
        Instant now = now();
        return new SessionMetadata(now, now, life, now.plus(Duration.ofHours(12)), now.plus(life), 1, 1, null);
    }

    final SessionRecord newSession() {
        return new SessionRecord(newMetadata(LIFE), Map.of("cart", new StoredAttribute(value("shoes"), 1)));
    }

    /** Stores {@link #newSession()} under a new key. */
    final StoreKey created() {
        return created(newSession());
    }

    final StoreKey created(SessionRecord record) {
        StoreKey key = newKey();
        assertThat(store().create(key, record)).as("create under a new key").isTrue();
        return key;
    }

    /** Changes of a session of the given generation that is used now and lives on for {@link #LIFE}. */
    final Delta delta(long generation) {
        return new Delta(generation, new SessionAccess(now(), now().plus(LIFE)));
    }

    /** A use of the session, its times counted from now. */
    final SessionAccess access(Duration lastAccess, Duration expiry) {
        return new SessionAccess(now().plus(lastAccess), now().plus(expiry));
    }

    final SessionRecord loaded(StoreKey key) {
        LoadOutcome outcome = store().load(key);
        assertThat(outcome).isInstanceOf(Found.class);
        return ((Found) outcome).record();
    }

    final SessionAccess accessOf(StoreKey key) {
        SessionMetadata metadata = loaded(key).metadata();
        return new SessionAccess(metadata.lastAccessedAt(), metadata.expiresAt());
    }

    static StoredAttribute attribute(SessionRecord record, String name) {
        assertThat(record.attributes()).containsKey(name);
        return requireNonNull(record.attributes().get(name));
    }

    final void assertNotFound(StoreKey key) {
        assertThat(store().load(key)).isEqualTo(new NotFound());
    }

    static void assertApplied(ChangeOutcome outcome, long version, long generation) {
        assertThat(outcome).isEqualTo(new ChangeOutcome.Applied(version, generation));
    }

    static void assertGone(ChangeOutcome outcome) {
        assertThat(outcome).isEqualTo(new ChangeOutcome.Gone());
    }
}
