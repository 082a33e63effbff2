package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sealed sessions below the filter. */
final class SealedSessionsTest {

    private final ManualClock clock = new ManualClock();
    private final KeyRing keys = KeyRing.of(SealingKey.random(200));
    private final SessionCookie cookie = SessionCookie.create();

    @Test
    @DisplayName("log out everywhere: the sessions of one user end, those of others and of nobody stay")
    void notBefore_ofAPrincipal_endsThatUsersSessions() {
        Instant later = clock.instant().plusMillis(1);
        SealedSessions sessions = sessions(name -> Objects.equals(name, "alice") ? later : Instant.MIN);

        assertThat(sessions.load(ticket(sessions, "alice"))).isNull();
        assertThat(sessions.load(ticket(sessions, "bob"))).isNotNull();
        assertThat(sessions.load(ticket(sessions, null))).isNotNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.load(ticket(sessions, "alice"))).isNotNull();
    }

    @Test
    void load_ofATicket_isWhatWasSealed() {
        SealedSessions sessions = sessions(NotBefore.never());
        String id = sessions.newId();
        SessionRecord record = record("alice");
        String ticket = ((SaveOutcome.Saved) sessions.create(id, record)).ticket();

        Origin origin = requireNonNull(sessions.load(ticket));

        assertThat(origin.record()).isEqualTo(record);
        assertThat(origin.sessionId()).isEqualTo(id).hasSize(43);
        assertThat(origin).asString().doesNotContain(id);
        assertThat(DatedIds.issuedAt(id)).isEqualTo(clock.instant());
    }

    @Test
    @DisplayName("33 and 37: a ticket that is replayed after its end is refused")
    void load_fromTheEndOn_isRefused() {
        SealedSessions sessions = sessions(NotBefore.never());
        String ticket = ticket(sessions, null);

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(sessions.load(ticket)).isNotNull();
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.load(ticket)).isNull();
    }

    @Test
    void create_withANameThatNoCookieHolds_isRefusedByName() {
        SealedSessions sessions = sessions(NotBefore.never());
        SessionRecord plain = record(null);
        StoredAttribute empty = new StoredAttribute(EncodedValue.of(new byte[0]), 1);
        SessionRecord named = new SessionRecord(plain.metadata(), Map.of("x".repeat(70_000), empty));

        assertThatExceptionOfType(SessionTooLargeException.class)
                .isThrownBy(() -> sessions.create(sessions.newId(), named));
    }

    @Test
    void versionAndGeneration_growByOne() {
        SealedSessions sessions = sessions(NotBefore.never());
        Origin created = requireNonNull(sessions.load(ticket(sessions, null)));

        Origin saved = ((SaveOutcome.Saved) sessions.save(created, nothingNew(1))).origin();
        Origin moved = ((SaveOutcome.Saved) sessions.changeId(saved, sessions.newId(), nothingNew(1))).origin();

        assertThat(saved.record().metadata().version()).isEqualTo(2);
        assertThat(saved.record().metadata().generation()).isEqualTo(1);
        assertThat(moved.record().metadata().version()).isEqualTo(3);
        assertThat(moved.record().metadata().generation()).isEqualTo(2);
        assertThat(sessions.delete(moved)).as("this call has ended it").isTrue();
    }

    private SessionChanges nothingNew(long generation) {
        Instant now = clock.instant();
        return new SessionChanges(generation, new SessionAccess(now, now.plusSeconds(1)), Map.of(), null, null);
    }

    private SealedSessions sessions(NotBefore notBefore) {
        return new SealedSessions(new SealedTickets(keys, cookie.name()), cookie, notBefore, clock);
    }

    private String ticket(SealedSessions sessions, @Nullable String principal) {
        return ((SaveOutcome.Saved) sessions.create(sessions.newId(), record(principal))).ticket();
    }

    private SessionRecord record(@Nullable String principal) {
        Instant now = clock.instant();
        Instant end = now.plus(Duration.ofHours(1));
        SessionOwner owner = principal == null ? null : new SessionOwner(principal, now, "");
        return new SessionRecord(
                new SessionMetadata(now, now, Duration.ofMinutes(30), end, end, 1, 1, owner), Map.of());
    }
}
