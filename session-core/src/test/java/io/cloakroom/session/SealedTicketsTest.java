package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealedTicketsTest {

    private static final int SHORTEST = 40;
    private static final int LONGEST = 4096;

    /** Sealed by the first version of this format: browsers hold such tickets for as long as sessions live. */
    private static final String TICKET =
            "AQeIDdtGG_NiUFE4Fqznxa1P431l3Gee07bNz7uUhzZBa3YBZQK7Q_NyLM4rs0Qe9sXwksGXr348I9b-AhkzFVpgG0PrqY6sd_U5-XC-j6iQ_wf2GTV7vyGqUyAeaHk7wiimWksj3Q_Y4H9zxzqGGKkvyH0KVHDr";

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00.123Z");
    private static final SessionImage IMAGE = new SessionImage(
            "id",
            new SessionRecord(
                    new SessionMetadata(
                            NOW,
                            NOW.plusSeconds(1),
                            Duration.ofMinutes(30),
                            NOW.plusSeconds(43_200),
                            NOW.plusSeconds(1_801),
                            2,
                            3,
                            new SessionOwner("alice", NOW, "Firefox")),
                    Map.of("cart", new StoredAttribute(EncodedValue.of(new byte[] {1, 1, 0, 42}), 3))));

    private final SealedTickets tickets = new SealedTickets(KeyRing.of(SealingKey.of(7, new byte[32])), "__Host-shop");

    @Test
    void open_ofATicketOfTheFirstVersion_isItsSession() throws Exception {
        assertThat(tickets.open(TICKET)).isEqualTo(IMAGE);
    }

    @Test
    void seal_ofASession_isWellFormed() throws Exception {
        String ticket = tickets.seal(IMAGE);

        assertThat(SealedTickets.isWellFormed(ticket)).isTrue();
        assertThat(tickets.open(ticket)).isEqualTo(IMAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {SHORTEST, LONGEST})
    void isWellFormed_withinTheLimits_isTrue(int length) {
        assertThat(SealedTickets.isWellFormed("A".repeat(length))).isTrue();
    }

    @Test
    void isWellFormed_ofAnythingElse_isFalse() {
        String tail = "_-0azAZ9".repeat(5);

        assertThat(SealedTickets.isWellFormed("A" + tail)).isTrue();
        assertThat(SealedTickets.isWellFormed("")).isFalse();
        assertThat(SealedTickets.isWellFormed("A".repeat(SHORTEST - 1))).isFalse();
        assertThat(SealedTickets.isWellFormed("A".repeat(LONGEST + 1))).isFalse();
        assertThat(SealedTickets.isWellFormed("B" + tail)).isFalse();
        assertThat(SealedTickets.isWellFormed("A" + tail + "+")).isFalse();
        assertThat(SealedTickets.isWellFormed("A" + tail + "é")).isFalse();
    }
}
