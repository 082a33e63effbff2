package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.HttpSession;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a session begins, goes on and ends. */
abstract class ContainerLifeCycleContract extends ContainerBehaviour {

    @Test
    @DisplayName("1: getSession(false) creates nothing, getSession() does")
    void getSession_createsOnDemand() {
        assertThat(visitor.read(first("/show"))).isEqualTo(NOTHING);
        assertThat(visitor.cookies()).isEmpty();

        assertThat(Visitor.setCookies(visitor.get(first("/set?red")))).hasSize(1);
        assertThat(visitor.read(first("/show"))).isEqualTo("red");
    }

    @Test
    @DisplayName("a session goes from instance to instance")
    void session_isOnEachInstance() {
        visitor.get(first("/set?red"));
        assertThat(visitor.read(second("/show"))).isEqualTo("red");

        visitor.get(second("/set?blue"));
        assertThat(visitor.read(first("/show"))).isEqualTo("blue");
    }

    @Test
    @DisplayName("a request that does not touch the session does not reach the store")
    void request_withoutUseOfTheSession_costsNothing() {
        visitor.get(first("/set?red"));
        store().forget();

        assertThat(visitor.read(first("/static"))).isEqualTo("static");

        assertThat(store().calls()).isEmpty();
    }

    @Test
    @DisplayName("2: one session object in a request and in its forward")
    void getSession_inAForward_isTheSame() {
        on("/before", (request, response) -> {
            request.setAttribute("before", request.getSession());
            request.getRequestDispatcher("/inside").forward(request, response);
        });
        on(
                "/inside",
                (request, response) ->
                        response.getWriter().print(request.getSession() == request.getAttribute("before")));

        assertThat(visitor.read(first("/before"))).isEqualTo("true");
    }

    @Test
    @DisplayName("3: isNew until the client returns the id")
    void isNew_untilTheClientReturns() {
        on("/new", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "red");
            response.getWriter().print(session.isNew());
        });

        assertThat(visitor.read(first("/new"))).isEqualTo("true");
        assertThat(visitor.read(second("/new"))).isEqualTo("false");
    }

    @Test
    @DisplayName("6: an invalidated session refuses to be used")
    void invalidate_thenUsed_isRefused() {
        on("/used", (request, response) -> {
            HttpSession session = request.getSession();
            session.invalidate();
            assertThatIllegalStateException().isThrownBy(() -> session.getAttribute("cart"));
            assertThatIllegalStateException().isThrownBy(() -> session.setAttribute("cart", "red"));
            assertThatIllegalStateException().isThrownBy(session::invalidate);
            response.getWriter().print(session.getId().isEmpty());
        });

        assertThat(visitor.read(first("/used"))).isEqualTo("false");
    }

    @Test
    @DisplayName("8 and 9: null removes an attribute, names follow at once")
    void setAttribute_null_removes() {
        on("/remove", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", null);
            response.getWriter().print(Collections.list(session.getAttributeNames()));
        });
        visitor.get(first("/set?red"));

        assertThat(visitor.read(first("/remove"))).isEqualTo("[]");
        assertThat(visitor.read(second("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("12: invalidate, then a new session: another id, and the old one is dead everywhere")
    void invalidate_thenGetSession_isANewOne() {
        on("/again", (request, response) -> {
            String before = request.getSession().getId();
            request.getSession().invalidate();
            HttpSession session = request.getSession();
            session.setAttribute("fresh", "yes");
            response.getWriter().print(!session.getId().equals(before) && session.getAttribute("cart") == null);
        });
        visitor.get(first("/set?red"));
        Visitor before = visitor.twin();

        assertThat(visitor.read(first("/again"))).isEqualTo("true");

        assertThat(visitor.cookies()).isNotEqualTo(before.cookies());
        assertThat(before.read(second("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("14: ending a session takes the cookie away")
    void invalidate_presented_expiresTheCookie() {
        visitor.get(first("/set?red"));
        Visitor before = visitor.twin();

        visitor.get(second("/end"));

        assertThat(visitor.cookies()).isEqualTo(Map.of());
        assertThat(before.read(first("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("15: after the commit a new session is refused, and getSession(false) answers")
    void getSession_afterTheCommit_isRefused() {
        on("/late", (request, response) -> {
            response.flushBuffer();
            assertThat(request.getSession(false)).isNull();
            assertThatIllegalStateException().isThrownBy(request::getSession);
            response.getWriter().print("refused");
        });

        assertThat(visitor.read(first("/late"))).isEqualTo("refused");
    }

    @Test
    @DisplayName("60: the cookie is not sent again when it has not changed")
    void cookie_unchanged_isNotSentAgain() {
        visitor.get(first("/set?red"));

        HttpResponse<String> read = visitor.get(second("/show"));
        HttpResponse<String> written = visitor.get(second("/set?blue"));

        assertThat(Visitor.setCookies(read)).isEmpty();
        assertThat(Visitor.setCookies(written)).isEmpty();
    }
}
