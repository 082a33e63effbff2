package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link LifeCycleTest} with sessions in sealed cookies: what a ticket by value cannot do is told by other tests. */
@InEveryContainer
final class SealedCookieLifeCycleTest extends LifeCycleTest {

    private final KeyRing keys = KeyRing.of(SealingKey.random(1));

    @Override
    SessionFilterBuilder newFilter() {
        return SessionFilter.sealedCookie(keys);
    }

    @Override
    void assertStoreCalls(String... calls) {
        super.assertStoreCalls();
    }

    @Test
    @Override
    @DisplayName(
            "11: the requested id is the one inside the seal, never the ticket; of a refused ticket, what was sent")
    void requestedSessionId_withAndWithoutCookie_tellsWhatWasPresented() {
        on(
                "/requested",
                (request, response) -> response.getWriter()
                        .print(request.getRequestedSessionId() + " " + request.isRequestedSessionIdValid()));
        on(
                "/id",
                (request, response) ->
                        response.getWriter().print(request.getSession().getId()));
        Instance instance = start();

        assertThat(browser.get(instance.at("/requested")).body()).isEqualTo("null false");
        browser.holding("made-up");
        assertThat(browser.get(instance.at("/requested")).body()).isEqualTo("made-up false");
        browser.get(instance.at("/set?red"));
        String id = browser.get(instance.at("/id")).body();
        assertThat(browser.get(instance.at("/requested")).body())
                .hasSize(48)
                .isEqualTo(id + " true")
                .doesNotContain(requireNonNull(browser.ticket()));
    }

    @Test
    @Override
    @DisplayName("12: invalidate, then a new session: new id, empty, one cookie; the old cookie lives on")
    void invalidate_thenGetSession_startsAfresh() {
        on("/restart", (request, response) -> {
            HttpSession old = request.getSession();
            old.invalidate();
            HttpSession session = request.getSession();
            assertThat(session.getId()).isNotEqualTo(old.getId());
            assertThat(session.getAttribute("cart")).isNull();
            session.setAttribute("cart", "blue");
            response.getWriter().print(session.isNew());
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String oldTicket = requireNonNull(browser.ticket());

        var response = browser.get(instance.at("/restart"));

        assertThat(response.body()).isEqualTo("true");
        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("blue");
        assertThat(browser.holding(oldTicket).get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @Override
    @DisplayName("14: invalidating expires the cookie; whoever kept a copy still has the session")
    void invalidate_ofAPresentedSession_expiresTheCookie() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String ticket = requireNonNull(browser.ticket());

        var response = browser.get(instance.at("/invalidate"));

        assertThat(browser.setCookies(response)).singleElement().asString().startsWith("__Host-sid=;");
        assertThat(browser.ticket()).isNull();
        assertThat(browser.holding(ticket).get(start().at("/show")).body()).isEqualTo("red");
    }
}
