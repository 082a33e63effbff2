package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.container.Application;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class DispatchTest extends ContainerTest {

    DispatchTest() {
        on("/target", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            assertThat(request.getAttribute("session")).isIn(null, request.getSession());
            response.getWriter().print("target");
        });
    }

    @Test
    @DisplayName("2 and 24: a session created in a forward")
    void forward_toWhatCreatesTheSession_keepsIt() {
        on(
                "/forward",
                (request, response) -> request.getRequestDispatcher("/target").forward(request, response));

        assertCartAfter("/forward", "target");
    }

    @Test
    @DisplayName("2: one session object before and in a forward")
    void forward_afterTheSessionWasCreated_hasTheSameObject() {
        on("/forward", (request, response) -> {
            request.getSession().setAttribute("other", 1);
            request.setAttribute("session", request.getSession());
            request.getRequestDispatcher("/target").forward(request, response);
        });

        assertCartAfter("/forward", "target");
    }

    @Test
    @DisplayName("24: a session created in an include gets its cookie")
    void include_ofWhatCreatesTheSession_sendsTheTicket() {
        on("/include", (request, response) -> {
            response.getWriter().print("[");
            request.getRequestDispatcher("/target").include(request, response);
            response.getWriter().print("]");
        });

        assertCartAfter("/include", "[target]");
    }

    @Test
    @DisplayName("26: asynchronous dispatch")
    void asyncDispatch_toWhatCreatesTheSession_keepsIt() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.start(() -> context.dispatch("/target"));
        });

        assertCartAfter("/async", "target");
    }

    @Test
    @DisplayName("26: complete from another thread, with the request that startAsync() exposes")
    void asyncComplete_fromAnotherThread_savesFirst() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.start(() -> {
                var asyncRequest = (jakarta.servlet.http.HttpServletRequest) context.getRequest();
                asyncRequest.getSession().setAttribute("cart", "red");
                try {
                    context.getResponse().getWriter().print("async");
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                context.complete();
            });
        });

        assertCartAfter("/async", "async");
    }

    @Test
    @DisplayName("26: complete in a listener of the application, after a timeout")
    void asyncTimeout_completedByAListener_savesFirst() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(50);
            request.getSession().setAttribute("cart", "red");
            context.addListener(new AsyncListener() {
                @Override
                public void onTimeout(AsyncEvent event) throws IOException {
                    event.getAsyncContext().getResponse().getWriter().print("timeout");
                    event.getAsyncContext().complete();
                }

                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        });

        assertCartAfter("/async", "timeout");
    }

    @Test
    @DisplayName("26: a timeout that nobody handles")
    void asyncTimeout_unhandled_keepsTheSession() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(50);
            request.getSession().setAttribute("cart", "red");
        });
        Instance instance = start();

        var response = browser.get(instance.at("/async"));

        assertThat(response.statusCode()).isEqualTo(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        assertStoreCalls("create");
    }

    @Test
    @DisplayName("27: a filter that is mapped three times acts once")
    void filter_mappedThreeTimes_actsOnce() {
        Instance instance = start(filter -> filter, application -> application.mapped(3));

        var response = browser.get(instance.at("/set?red"));

        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        assertStoreCalls("create", "load");
    }

    @Test
    @DisplayName("28: the error page has the same session; what it changes is kept")
    void errorDispatch_afterAnException_hasTheSession() {
        on("/fail", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            request.setAttribute("session", request.getSession());
            throw new IllegalStateException("thrown by the test");
        });
        on(Application.ERROR_PAGE, (request, response) -> {
            assertThat(request.getSession()).isSameAs(request.getAttribute("session"));
            request.getSession().setAttribute("cart", "seen by the error page");
            response.getWriter().print("sorry");
        });
        Instance instance = start(filter -> filter, Application::withErrorPageHandler);

        var response = browser.get(instance.at("/fail"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("sorry");
        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(browser.get(start().at("/show")).body()).isEqualTo("seen by the error page");
    }

    @Test
    @DisplayName("44: two threads of one request share the session")
    void getSession_fromTwoThreadsOfARequest_isOneSession() {
        on("/threads", (request, response) -> {
            CountDownLatch done = new CountDownLatch(4);
            for (int thread = 0; thread < 4; thread++) {
                String name = "thread-" + thread;
                new Thread(() -> {
                            request.getSession().setAttribute(name, name);
                            done.countDown();
                        })
                        .start();
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            response.getWriter().print(request.getSession().getId());
        });
        on(
                "/count",
                (request, response) -> response.getWriter()
                        .print(java.util.Collections.list(request.getSession().getAttributeNames())
                                .size()));
        Instance instance = start();

        assertThat(browser.get(instance.at("/threads")).body()).hasSize(43);
        assertThat(browser.get(instance.at("/count")).body()).isEqualTo("4");
    }

    private void assertCartAfter(String path, String body) {
        Instance instance = start();
        Instance other = start();

        var response = browser.get(instance.at(path));

        assertThat(response.body()).isEqualTo(body);
        assertThat(browser.setCookies(response)).hasSize(1);
        assertThat(browser.get(other.at("/show")).body()).isEqualTo("red");
    }
}
