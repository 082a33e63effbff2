package io.cloakroom.examples.myclothes.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final FormTokens tokens = at(NOW);

    @Test
    void accepts_ownToken_yes() {
        assertThat(tokens.accepts(tokens.issue("guest"), "guest")).isTrue();
    }

    @Test
    void accepts_tokenOfAnotherOwner_no() {
        assertThat(tokens.accepts(tokens.issue("guest"), "customer 1")).isFalse();
        assertThat(tokens.accepts(tokens.issue("customer 11"), "customer 1")).isFalse();
    }

    @Test
    void accepts_tokenOfAnotherSecret_no() {
        FormTokens other = new FormTokens("another secret of the same fleet", InstantSource.fixed(NOW));

        assertThat(tokens.accepts(other.issue("guest"), "guest")).isFalse();
    }

    @Test
    void accepts_tokenOfTwelveHours_no() {
        String token = tokens.issue("guest");

        assertThat(at(NOW.plus(Duration.ofHours(12)).minusMillis(1)).accepts(token, "guest"))
                .isTrue();
        assertThat(at(NOW.plus(Duration.ofHours(12))).accepts(token, "guest")).isFalse();
    }

    @Test
    void accepts_ageChanged_no() {
        String token = tokens.issue("guest");
        String younger = at(NOW.plusSeconds(60)).issue("guest").substring(0, 10) + token.substring(10);

        assertThat(younger).isNotEqualTo(token);
        assertThat(tokens.accepts(younger, "guest")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "AAAA", "ä", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void accepts_rubbish_no(String token) {
        assertThat(tokens.accepts(token, "guest")).isFalse();
    }

    private static FormTokens at(Instant now) {
        return new FormTokens("a secret of the fleet, of 32 characters", InstantSource.fixed(now));
    }
}
