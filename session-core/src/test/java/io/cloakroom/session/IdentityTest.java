package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpSession;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@InEveryContainer
class IdentityTest extends ContainerTest {

    private static final String WELL_FORMED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq";

    @Test
    @DisplayName("17: an id that a client invents is never adopted")
    void inventedId_wellFormed_isNotAdopted() {
        var response = browser.holding(WELL_FORMED).get(start().at("/set?red"));

        assertThat(response.body()).isEqualTo("set");
        assertThat(browser.ticket()).hasSize(43).isNotEqualTo(WELL_FORMED);
        assertThat(store.calls()).containsExactly("load", "create");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop$"
            })
    @DisplayName("18: malformed ids cause no I/O")
    void malformedId_causesNoLookup(String ticket) {
        assertThat(browser.holding(ticket).get(start().at("/show")).body()).isEqualTo("no session");
        assertThat(browser.holding("A".repeat(4000)).get(start().at("/show")).body())
                .isEqualTo("no session");

        assertThat(store.calls()).isEmpty();
    }

    @Test
    void unknownId_askedForTwiceInARequest_isLookedUpOnce() {
        on("/twice", (request, response) -> {
            assertThat(request.getSession(false)).isNull();
            assertThat(request.isRequestedSessionIdValid()).isFalse();
            assertThat(request.getSession(false)).isNull();
            response.getWriter().print("ok");
        });

        assertThat(browser.holding(WELL_FORMED).get(start().at("/twice")).body())
                .isEqualTo("ok");

        assertThat(store.calls()).containsExactly("load");
    }

    @Test
    @DisplayName("19: changeSessionId without a session is refused")
    void changeSessionId_withoutSession_throws() {
        on("/login", (request, response) -> {
            assertThatIllegalStateException().isThrownBy(request::changeSessionId);
            response.getWriter().print("ok");
        });

        assertThat(browser.get(start().at("/login")).body()).isEqualTo("ok");
    }

    @Test
    @DisplayName("19: changeSessionId keeps object and attributes; the old id is useless")
    void changeSessionId_ofAStoredSession_movesIt() {
        onLogin();
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String oldTicket = requireNonNull(browser.ticket());
        store.forget();

        var response = browser.get(instance.at("/login"));

        assertThat(response.body()).isEqualTo("ok");
        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(store.calls()).containsExactly("load", "changeId");
        assertThat(browser.ticket()).isNotEqualTo(oldTicket);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        assertThat(browser.holding(oldTicket).get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("19: twice in a request, and on a new session")
    void changeSessionId_twiceOnANewSession_leavesOneSession() {
        on("/login", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "red");
            request.changeSessionId();
            request.changeSessionId();
            response.getWriter().print(session.getId());
        });
        Instance instance = start();

        var response = browser.get(instance.at("/login"));

        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(response.body()).isEqualTo(browser.ticket());
        assertThat(store.calls()).containsExactly("create");
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("19: two concurrent changes of the id: both clients keep the cart, under their own ids")
    void changeSessionId_onTwoNodesAtOnce_bothKeepTheCart() {
        onLogin();
        Instance first = start();
        Instance second = start();
        browser.get(first.at("/set?red"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        store.beforeNextWrite(() -> other.get(second.at("/login")));

        browser.get(first.at("/login"));

        assertThat(browser.ticket()).isNotEqualTo(other.ticket());
        assertThat(browser.get(second.at("/show")).body()).isEqualTo("red");
        assertThat(other.get(first.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("42: a write that races a log-in is visible under the new id, which the writer never learns")
    void save_racingAChangeOfTheId_landsUnderTheNewId() {
        onLogin();
        on("/add", (request, response) -> {
            request.getSession().setAttribute("late", "blue");
            response.getWriter().print(request.getSession().getId());
        });
        on(
                "/late",
                (request, response) ->
                        response.getWriter().print(request.getSession().getAttribute("late")));
        Instance first = start();
        Instance second = start();
        browser.get(first.at("/set?red"));
        String oldTicket = requireNonNull(browser.ticket());
        Browser slow = Browser.withDefaultCookie().holding(oldTicket);
        store.beforeNextWrite(() -> browser.get(second.at("/login")));

        var response = slow.get(first.at("/add"));

        assertThat(response.body()).isEqualTo(oldTicket);
        assertThat(slow.setCookies(response)).isEmpty();
        assertThat(browser.get(second.at("/late")).body()).isEqualTo("blue");
        assertThat(browser.get(second.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("41: a slow write does not bring back a session that was ended meanwhile")
    void save_racingALogOut_doesNotResurrect() throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        CountDownLatch loggedOut = new CountDownLatch(1);
        on("/slow", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "blue");
            loaded.countDown();
            assertThat(loggedOut.await(20, TimeUnit.SECONDS)).isTrue();
            response.getWriter().print("done");
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String ticket = requireNonNull(browser.ticket());
        Browser slow = Browser.withDefaultCookie().holding(ticket);
        Thread slowRequest = new Thread(() -> slow.get(instance.at("/slow")));
        slowRequest.start();
        assertThat(loaded.await(20, TimeUnit.SECONDS)).isTrue();

        browser.get(instance.at("/invalidate"));
        loggedOut.countDown();
        slowRequest.join();

        assertThat(browser.holding(ticket).get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    void invalidate_afterTheSessionHasMoved_endsItUnderItsNewId() {
        onLogin();
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        store.beforeNextWrite(() -> browser.get(instance.at("/login")));

        other.get(instance.at("/invalidate"));

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("20: of two cookies of the name, the valid one wins")
    void twoCookies_oneValid_validOneWins() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        String valid = "__Host-sid=" + browser.ticket();
        String unknown = "__Host-sid=" + WELL_FORMED;

        assertThat(browser.sending(unknown + "; " + valid)
                        .get(instance.at("/show"))
                        .body())
                .isEqualTo("red");
        assertThat(browser.sending(valid + "; " + unknown)
                        .get(instance.at("/show"))
                        .body())
                .isEqualTo("red");
    }

    @Test
    @DisplayName("20: of two valid and different ones, neither: one was planted")
    void twoCookies_bothValid_neitherIsUsed() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Browser attacker = Browser.withDefaultCookie();
        attacker.get(instance.at("/set?blue"));

        var response = browser.sending("__Host-sid=" + attacker.ticket() + "; __Host-sid=" + browser.ticket())
                .get(instance.at("/show"));

        assertThat(response.body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("20: of very many cookies of the name, four are looked up")
    void manyCookies_costFourLookups() {
        Instance instance = start();
        String cookies = IntStream.range(0, 9)
                .mapToObj(digit -> "__Host-sid=" + WELL_FORMED.substring(1) + digit)
                .collect(joining("; "));

        assertThat(browser.sending(cookies).get(instance.at("/show")).body()).isEqualTo("no session");

        assertThat(store.calls().size()).isLessThanOrEqualTo(4);
    }

    private void onLogin() {
        on("/login", (request, response) -> {
            HttpSession session = request.getSession();
            String before = session.getId();
            String after = request.changeSessionId();
            assertThat(after).isNotEqualTo(before).isEqualTo(session.getId());
            assertThat(request.getSession()).isSameAs(session);
            response.getWriter().print("ok");
        });
    }
}
