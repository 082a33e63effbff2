package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.container.Container;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class SmallPrintTest extends ContainerTest {

    /** A Jetty context without a session handler of its own has none. */
    private static final Set<Container> WITH_TIMEOUT = Set.of(Container.TOMCAT, Container.UNDERTOW);

    SmallPrintTest() {
        on(
                "/interval",
                (request, response) ->
                        response.getWriter().print(request.getSession().getMaxInactiveInterval()));
    }

    @Test
    @DisplayName("16: the session timeout of the context is honoured")
    void sessionTimeout_ofTheContext_isTheInterval() {
        Instance instance = start(filter -> filter, application -> application.sessionTimeout(7));

        assertThat(browser.get(instance.at("/interval")).body())
                .isEqualTo(WITH_TIMEOUT.contains(container) ? "420" : "1800");
    }

    @Test
    @DisplayName("16: what the filter says counts more")
    void idleTimeout_ofTheFilter_countsMore() {
        Instance instance = start(
                filter -> filter.idleTimeout(Duration.ofMinutes(9)), application -> application.sessionTimeout(7));

        assertThat(browser.get(instance.at("/interval")).body()).isEqualTo("540");
    }

    @Test
    @DisplayName("56: a session without attributes is not stored and has no cookie")
    void session_empty_isNotStored() {
        Instance instance = start();

        assertThat(browser.get(instance.at("/interval")).body()).isEqualTo("1800");

        assertThat(browser.ticket()).isNull();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    @DisplayName("56: a session that has become empty stays")
    void session_emptied_isKept() {
        on("/empty", (request, response) -> request.getSession().removeAttribute("cart"));
        on("/is-new", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.isNew() + " " + session.getAttribute("cart"));
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        browser.get(instance.at("/empty"));

        assertThat(browser.get(start().at("/is-new")).body()).isEqualTo("false null");
    }

    @Test
    @DisplayName("59: the cookie has the attributes that it was built with, on the wire")
    void cookie_withAllAttributes_isSentSo() {
        SessionCookie cookie = SessionCookie.builder()
                .name("shop")
                .path("/")
                .sameSite(SameSite.NONE)
                .partitioned(true)
                .build();
        Browser shopper = new Browser(cookie.name());
        Instance instance = start(filter -> filter.cookie(cookie));

        var response = shopper.get(instance.at("/set?red"));

        assertThat(shopper.setCookies(response)).containsExactly(cookie.headerValue(String.valueOf(shopper.ticket())));
        assertThat(shopper.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("60: the cookie is not sent again when it has not changed")
    void cookie_unchanged_isNotSentAgain() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        for (String path : List.of("/show", "/set?blue", "/show")) {
            assertThat(browser.setCookies(browser.get(instance.at(path)))).isEmpty();
        }
    }

    @Test
    @DisplayName("61: what a client sends as its ticket never comes back in a header")
    void ticket_withControlCharacters_isNotReflected() {
        Instance instance = start();

        for (String hostile : List.of("x%0d%0aSet-Cookie: evil=1", "x\tSet-Cookie: evil=1", "\"x,evil=1\"")) {
            var response = Browser.withDefaultCookie().holding(hostile).get(instance.at("/set?red"));
            assertThat(response.headers().map().toString()).doesNotContain("evil");
        }
    }
}
