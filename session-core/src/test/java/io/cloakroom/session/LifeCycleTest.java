package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class LifeCycleTest extends ContainerTest {

    @Test
    @DisplayName("1: getSession(true) creates, getSession(false) does not")
    void getSession_falseWithoutTicket_createsNothing() {
        on("/peek", (request, response) -> {
            assertThat(request.getSession(false)).isNull();
            HttpSession created = request.getSession();
            assertThat(created).isNotNull().isSameAs(request.getSession(true)).isSameAs(request.getSession(false));
            response.getWriter().print("ok");
        });

        var response = browser.get(start().at("/peek"));

        assertThat(response.body()).isEqualTo("ok");
        assertThat(browser.setCookies(response)).isEmpty();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    @DisplayName("a session goes from instance to instance")
    void getSession_onAnotherInstance_findsTheAttributes() {
        Instance first = start();
        Instance second = start();

        browser.get(first.at("/set?red"));

        assertThat(browser.get(second.at("/show")).body()).isEqualTo("red");
        assertStoreCalls("create", "load");
    }

    @Test
    void request_thatLeavesTheSessionAlone_neverReachesTheStore() {
        on("/static", (request, response) -> response.getWriter().print("hello"));
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        store.forget();

        assertThat(browser.get(instance.at("/static")).body()).isEqualTo("hello");

        assertThat(store.calls()).isEmpty();
    }

    @Test
    @DisplayName("3: isNew until the client returns the id")
    void isNew_untilTheClientReturnsTheId() {
        on("/new", (request, response) -> {
            HttpSession session = request.getSession();
            boolean isNew = session.isNew();
            session.setAttribute("seen", true);
            response.getWriter().print(isNew + " " + session.isNew());
        });
        Instance instance = start();

        assertThat(browser.get(instance.at("/new")).body()).isEqualTo("true true");
        assertThat(browser.get(instance.at("/new")).body()).isEqualTo("false false");
    }

    @Test
    @DisplayName("4 and 5: creation time is stable, last access is the previous request's")
    void times_overSeveralRequests_follow() {
        on("/times", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("seen", true);
            response.getWriter().print(session.getCreationTime() + " " + session.getLastAccessedTime());
        });
        Instance instance = start(filter -> filter.touchEvery(Duration.ZERO));
        long began = clock.millis();

        assertThat(browser.get(instance.at("/times")).body()).isEqualTo(began + " " + began);
        clock.advance(Duration.ofMinutes(1));
        assertThat(browser.get(instance.at("/times")).body()).isEqualTo(began + " " + began);
        clock.advance(Duration.ofMinutes(1));
        assertThat(browser.get(instance.at("/times")).body())
                .isEqualTo(began + " " + (began + TimeUnit.MINUTES.toMillis(1)));
    }

    @Test
    @DisplayName("6: after invalidate everything but the id and the interval is refused")
    void invalidate_thenAccess_throws() {
        on("/end", (request, response) -> {
            HttpSession session = request.getSession();
            session.setMaxInactiveInterval(77);
            String id = session.getId();
            session.invalidate();
            assertThat(session.getId()).isEqualTo(id);
            assertThat(session.getMaxInactiveInterval()).isEqualTo(77);
            assertThatIllegalStateException().isThrownBy(session::isNew);
            assertThatIllegalStateException().isThrownBy(session::getCreationTime);
            assertThatIllegalStateException().isThrownBy(session::getLastAccessedTime);
            assertThatIllegalStateException().isThrownBy(session::getAttributeNames);
            assertThatIllegalStateException().isThrownBy(session::invalidate);
            assertThatIllegalStateException().isThrownBy(() -> session.getAttribute("cart"));
            assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("cart", "red"));
            assertThatIllegalStateException().isThrownBy(() -> session.removeAttribute("cart"));
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start().at("/end")).body()).isEqualTo("ok");
    }

    @Test
    @DisplayName("7: an interval of zero or less never expires, but the absolute lifetime holds")
    void interval_ofMinusOne_livesUntilTheAbsoluteDeadline() {
        on("/forever", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            request.getSession().setMaxInactiveInterval(-1);
            response.getWriter().print(request.getSession().getMaxInactiveInterval());
        });
        Instance instance = start();

        assertThat(browser.get(instance.at("/forever")).body()).isEqualTo("0");
        clock.advance(Duration.ofHours(11));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        clock.advance(Duration.ofHours(1));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("8 and 9: null removes, absent names are no error, null names are, names follow at once")
    void attributes_setAndRemoved_areVisibleAtOnce() {
        on("/names", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("a", 1);
            session.setAttribute("b", 2);
            session.setAttribute("a", null);
            session.removeAttribute("never there");
            assertThat(Collections.list(session.getAttributeNames())).containsExactly("b");
            assertThat(session.getAttribute("a")).isNull();
            assertThatNullPointerException().isThrownBy(() -> session.setAttribute(null, 1));
            assertThatNullPointerException().isThrownBy(() -> session.getAttribute(null));
            assertThatNullPointerException().isThrownBy(() -> session.removeAttribute(null));
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start().at("/names")).body()).isEqualTo("ok");
    }

    @Test
    void removeAttribute_ofAStoredOne_isSeenByTheNextInstance() {
        on("/remove", (request, response) -> {
            request.getSession().removeAttribute("cart");
            response.getWriter().print("removed");
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        browser.get(instance.at("/remove"));

        assertThat(browser.get(start().at("/show")).body()).isEqualTo("null");
    }

    @Test
    @DisplayName("11: the requested id and its flags")
    void requestedSessionId_withAndWithoutCookie_tellsWhatWasPresented() {
        on(
                "/requested",
                (request, response) -> response.getWriter()
                        .print(request.getRequestedSessionId() + " " + request.isRequestedSessionIdValid() + " "
                                + request.isRequestedSessionIdFromCookie() + " "
                                + request.isRequestedSessionIdFromURL()));
        Instance instance = start();

        assertThat(browser.get(instance.at("/requested")).body()).isEqualTo("null false false false");
        browser.holding("made-up");
        assertThat(browser.get(instance.at("/requested")).body()).isEqualTo("made-up false true false");
        browser.get(instance.at("/set?red"));
        assertThat(browser.get(instance.at("/requested")).body()).isEqualTo(browser.ticket() + " true true false");
    }

    @Test
    @DisplayName("12: invalidate, then a new session: new id, empty, one cookie, old id dead")
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
        assertThat(browser.holding(oldTicket).get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("13: created and invalidated in one request: nothing stored, no ticket sent")
    void createAndInvalidate_inOneRequest_leavesNoTrace() {
        on("/blink", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            request.getSession().invalidate();
            response.getWriter().print("gone");
        });

        var response = browser.get(start().at("/blink"));

        assertThat(response.body()).isEqualTo("gone");
        // a header cannot be taken back in Tomcat 10.1: there the cookie comes, empty and expired
        assertThat(browser.setCookies(response)).allMatch(header -> header.contains("sid=;"));
        assertThat(browser.ticket()).isNull();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    @DisplayName("14: invalidating a presented session expires the cookie with its own attributes")
    void invalidate_ofAPresentedSession_expiresTheCookie() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String ticket = requireNonNull(browser.ticket());

        var response = browser.get(instance.at("/invalidate"));

        assertThat(browser.setCookies(response))
                .containsExactly("__Host-sid=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0;"
                        + " Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(browser.holding(ticket).get(start().at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("15: after the commit, getSession(true) throws and getSession(false) answers")
    void getSession_afterTheCommit_refusesToCreate() {
        on("/late", (request, response) -> {
            response.getWriter().print("x");
            response.flushBuffer();
            assertThat(request.getSession(false)).isNull();
            assertThatIllegalStateException().isThrownBy(request::getSession);
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start().at("/late")).body()).isEqualTo("xok");
    }

    @Test
    void setAttribute_firstOneAfterTheCommit_isRefused() {
        on("/late", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print("x");
            response.flushBuffer();
            assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("cart", "red"));
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start().at("/late")).body()).isEqualTo("xok");
    }
}
