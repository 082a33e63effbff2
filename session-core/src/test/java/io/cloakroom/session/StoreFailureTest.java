package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class StoreFailureTest extends ContainerTest {

    private static final Duration BUDGET = Duration.ofMillis(20);

    @Test
    @DisplayName("45 and 51: store down on load: 503, no cookie; when it is back, the cart is back")
    void load_storeDown_isUnavailableUntilItIsBack() {
        Instance instance = startImpatient();
        browser.get(instance.at("/set?red"));
        store.cutOff(true);

        for (String path : new String[] {"/show", "/set?blue", "/invalidate"}) {
            assertUnavailable(browser.get(instance.at(path)));
        }
        store.cutOff(false);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("45: requests that do not need the session are not affected")
    void request_withoutSession_isServedWhileTheStoreIsDown() {
        on("/static", (request, response) -> response.getWriter().print("hello"));
        Instance instance = startImpatient();
        browser.get(instance.at("/set?red"));
        store.cutOff(true);

        assertThat(browser.get(instance.at("/static")).body()).isEqualTo("hello");
        assertThat(Browser.withDefaultCookie().get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    void load_storeDownAndAskedTwice_usesUpTheBudgetOnce() {
        on("/stubborn", (request, response) -> {
            for (int time = 0; time < 3; time++) {
                try {
                    store.forget();
                    request.getSession();
                } catch (SessionStoreUnavailableException e) {
                    request.setAttribute("failure", e);
                }
            }
            throw new ServletException("wrapped", (Throwable) request.getAttribute("failure"));
        });
        Instance instance = startImpatient();
        browser.get(instance.at("/set?red"));
        store.cutOff(true);

        assertUnavailable(browser.get(instance.at("/stubborn")));

        assertThat(store.calls()).as("after the first time").isEmpty();
    }

    @Test
    @DisplayName("46: store down on save of an existing session: an error, no lying success")
    void save_storeDown_isUnavailable() {
        on("/write", (request, response) -> {
            request.getSession().setAttribute("cart", "blue");
            store.cutOff(true);
            response.getWriter().print("all is well");
        });
        Instance instance = startImpatient();
        browser.get(instance.at("/set?red"));

        assertUnavailable(browser.get(instance.at("/write")));
        store.cutOff(false);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("46: store down on create: an error, and no cookie for a session that does not exist")
    void create_storeDown_isUnavailableWithoutTicket() {
        store.cutOff(true);

        assertUnavailable(browser.get(startImpatient().at("/set?red")));

        assertThat(browser.ticket()).isNull();
    }

    @Test
    @DisplayName("46: on every path that commits")
    void save_storeDownOnFlushRedirectAndError_isUnavailable() {
        on("/flush", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
        });
        on("/redirect", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.sendRedirect("/elsewhere");
        });
        on("/error-code", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.sendError(404);
        });
        on("/large", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.getWriter().print("x".repeat(100_000));
        });
        on(
                "/forward",
                (request, response) -> request.getRequestDispatcher("/set?red").forward(request, response));
        Instance instance = startImpatient();
        store.cutOff(true);

        for (String path : new String[] {"/flush", "/redirect", "/error-code", "/large", "/forward"}) {
            assertUnavailable(browser.get(instance.at(path)));
        }
    }

    @Test
    @DisplayName("46: asynchronous, on complete")
    void asyncComplete_storeDown_isUnavailable() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            request.getSession().setAttribute("cart", "red");
            response.getWriter().print("all is well");
            context.start(context::complete);
        });
        store.cutOff(true);

        assertUnavailable(browser.get(startImpatient().at("/async")));
    }

    @Test
    @DisplayName("46: asynchronous, on dispatch")
    void asyncDispatch_storeDown_isUnavailable() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            request.getSession().setAttribute("cart", "red");
            context.start(() -> context.dispatch("/show"));
        });
        store.cutOff(true);

        assertUnavailable(browser.get(startImpatient().at("/async")));
    }

    @Test
    @DisplayName("an exception of the application is not masked by a failing save")
    void exception_thenAFailingSave_staysTheApplications() {
        on("/fail", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            throw new UnsupportedOperationException("thrown by the test");
        });
        on(
                "/error",
                (request, response) ->
                        response.getWriter().print(request.getAttribute("jakarta.servlet.error.exception")));
        Instance instance = start(filter -> filter.budget(BUDGET), application -> application.withErrorPageHandler());
        store.cutOff(true);

        var response = browser.get(instance.at("/fail"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("UnsupportedOperationException");
        assertThat(browser.ticket()).isNull();
    }

    private Instance startImpatient() {
        return start(filter -> filter.budget(BUDGET));
    }

    private void assertUnavailable(HttpResponse<?> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(browser.setCookies(response))
                .allMatch(header -> header.contains("sid=;") && browser.ticket() == null);
    }
}
