package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link ExpiryTest} with sessions in sealed cookies. */
@InEveryContainer
final class SealedCookieExpiryTest extends ExpiryTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.sealedCookie(keys);
    }

    @Test
    @Override
    @DisplayName("36: the cookie is sent again when a touch is due, and only then")
    void reads_oftenerThanTheTouchInterval_keepTheSessionAlive() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        int sent = 0;
        for (int read = 0; read < 60; read++) {
            clock.advance(Duration.ofMinutes(1));
            var response = browser.get(instance.at("/show"));
            assertThat(response.body()).isEqualTo("red");
            sent += browser.setCookies(response).size();
        }

        assertThat(sent).isEqualTo(20);
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }
}
