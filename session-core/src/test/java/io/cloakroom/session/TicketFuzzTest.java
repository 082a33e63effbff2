package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than a million tickets that are nearly right, as many by reference as by value. None is accepted. */
@Tag("long")
final class TicketFuzzTest {

    private static final int TICKETS = 100;
    private static final int MUTANTS_OF_EACH = 2_600;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String HOSTILE = "=+/%;, \t\r\n\"'\\\u0000\u007F\u00E9\u5E3D\uD83E\uFF21";

    private final ManualClock clock = new ManualClock();
    private final ObservedStore store = new ObservedStore(InMemorySessionStore.create(1000, clock));

    @ParameterizedTest
    @ValueSource(longs = {20261122, 4711})
    @DisplayName("17 and 18: mutated ids are not adopted; malformed ones cause no I/O")
    void mutatedId_isNeverAccepted(long seed) {
        StoredSessions sessions = new StoredSessions(store, clock);
        int wellFormed = 0;
        Mutation mutation = new Mutation(new SplittableRandom(seed), tickets(sessions));
        for (int mutant = 0; mutant < TICKETS * MUTANTS_OF_EACH; mutant++) {
            String ticket = mutation.next();
            store.forget();
            if (sessions.isWellFormed(ticket)) {
                wellFormed++;
                assertThat(sessions.load(ticket)).isNull();
            }
            assertThat(store.calls().isEmpty()).isEqualTo(!ticket.matches("[A-Za-z0-9_-]{43}"));
        }
        assertThat(wellFormed).isGreaterThan(TICKETS * MUTANTS_OF_EACH / 10);
        mutation.originals().forEach(ticket -> assertThat(sessions.load(ticket)).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(longs = {20261122, 4711})
    @DisplayName("mutated sealed cookies are never opened")
    void mutatedSealedTicket_isNeverAccepted(long seed) {
        SessionCookie cookie = SessionCookie.create();
        KeyRing keys = KeyRing.of(SealingKey.random(1), SealingKey.random(65));
        SealedSessions sessions =
                new SealedSessions(new SealedTickets(keys, cookie.name()), cookie, NotBefore.never(), clock);
        int wellFormed = 0;
        Mutation mutation = new Mutation(new SplittableRandom(seed), tickets(sessions));
        for (int mutant = 0; mutant < TICKETS * MUTANTS_OF_EACH; mutant++) {
            String ticket = mutation.next();
            if (sessions.isWellFormed(ticket)) {
                wellFormed++;
                assertThat(sessions.load(ticket)).isNull();
            }
        }
        assertThat(wellFormed).isGreaterThan(TICKETS * MUTANTS_OF_EACH / 10);
        mutation.originals().forEach(ticket -> assertThat(sessions.load(ticket)).isNotNull());
    }

    private List<String> tickets(SessionRepository sessions) {
        List<String> tickets = new ArrayList<>();
        for (int index = 0; index < TICKETS; index++) {
            StoredAttribute value = new StoredAttribute(EncodedValue.of(new byte[index]), 1);
            SaveOutcome outcome =
                    sessions.create(sessions.newId(), new SessionRecord(metadata(), Map.of("cart", value)));
            tickets.add(((SaveOutcome.Saved) outcome).ticket());
        }
        return tickets;
    }

    private SessionMetadata metadata() {
        Instant now = clock.instant();
        Instant end = now.plus(Duration.ofHours(1));
        return new SessionMetadata(now, now, Duration.ofMinutes(30), end, end, 1, 1, null);
    }

    /** Changes tickets by one to three small steps, or by putting parts of two together. */
    private static final class Mutation {

        private final SplittableRandom random;
        private final List<String> originals;

        Mutation(SplittableRandom random, List<String> originals) {
            this.random = random;
            this.originals = originals;
        }

        List<String> originals() {
            return originals;
        }

        String next() {
            String mutant = any();
            while (originals.contains(mutant)) {
                mutant = mutated(mutant);
                if (random.nextInt(3) == 0) {
                    mutant = mutated(mutant);
                }
            }
            return mutant;
        }

        private String any() {
            return requireNonNull(originals.get(random.nextInt(originals.size())));
        }

        private String mutated(String ticket) {
            int at = random.nextInt(ticket.length() + 1);
            String before = ticket.substring(0, at);
            String after = ticket.substring(at);
            String rest = after.isEmpty() ? "" : after.substring(1);
            return switch (random.nextInt(9)) {
                case 0, 1, 2 -> before + one(ALPHABET) + rest;
                case 3 -> before + one(HOSTILE) + rest;
                case 4 -> before + rest;
                case 5 -> before + one(random.nextBoolean() ? ALPHABET : HOSTILE) + after;
                case 6 -> before;
                case 7 -> before + any().substring(Math.min(at, 43));
                default -> after + before;
            };
        }

        private char one(String characters) {
            return characters.charAt(random.nextInt(characters.length()));
        }
    }
}
