package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The session is stored and the ticket is on the response before its first byte leaves. In each test the request is
 * held after the step that commits, so that what a second instance sees cannot come from the end of the request.
 */
@InEveryContainer
class CommitTest extends ContainerTest {

    private static final int LARGE = 300_000;

    private final CountDownLatch seen = new CountDownLatch(1);

    /** The ways in which an application sends bytes while it goes on. */
    enum Sending implements Handler {
        FLUSH_BUFFER {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.flushBuffer();
            }
        },
        WRITER_FLUSH {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print("x");
                response.getWriter().flush();
            }
        },
        WRITER_CHECK_ERROR {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().println("x");
                assertThat(response.getWriter().checkError()).isFalse();
            }
        },
        WRITER_CLOSE {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().println("x");
                response.getWriter().close();
            }
        },
        STREAM_FLUSH {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().print("x");
                response.getOutputStream().flush();
            }
        },
        STREAM_CLOSE {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().print("x");
                response.getOutputStream().close();
            }
        },
        LARGE_TEXT {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print("x".repeat(LARGE));
            }
        },
        MANY_LINES {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                for (int line = 0; line < 20_000; line++) {
                    response.getWriter().format("line %d", line).println();
                }
            }
        },
        MULTI_BYTE_TEXT {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("text/plain;charset=UTF-8");
                for (int word = 0; word < 40_000; word++) {
                    response.getWriter().write("帽子");
                }
            }
        },
        LARGE_BYTES {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().write(new byte[LARGE]);
            }
        },
        MANY_BYTES {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                for (int written = 0; written < LARGE; written++) {
                    response.getOutputStream().write('x');
                }
            }
        },
        CONTENT_LENGTH_REACHED {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentLength(4);
                response.getOutputStream().write("done".getBytes(StandardCharsets.US_ASCII));
                response.getOutputStream().flush();
            }
        },
        CONTENT_LENGTH_HEADER_REACHED {
            @Override
            public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setHeader("content-length", "4");
                response.getWriter().write("done");
                response.getWriter().close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Sending.class)
    @DisplayName("21: stored when the first byte arrives")
    void firstByte_ofANewSession_findsItStored(Sending sending) throws Exception {
        on("/send", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            sending.handle(request, response);
            awaitSeen();
        });
        assertStoredAtFirstByte();
    }

    @Test
    @DisplayName("21: what is changed between two writes is stored before the buffer is sent")
    void firstByte_afterAChangeBetweenWrites_findsItStored() throws Exception {
        on("/send", (request, response) -> {
            request.getSession().setAttribute("cart", "blue");
            int chunk = response.getBufferSize() / 8;
            for (int index = 0; index < 12; index++) {
                if (index == 3) {
                    request.getSession().setAttribute("cart", "red");
                }
                response.getOutputStream().write(new byte[chunk]);
            }
            response.flushBuffer();
            awaitSeen();
        });
        assertStoredAtFirstByte();
    }

    @Test
    @DisplayName("21: a WriteListener")
    void firstByte_ofNonBlockingOutput_findsItStored() throws Exception {
        on("/send", (request, response) -> {
            AsyncContext context = request.startAsync();
            request.getSession().setAttribute("cart", "red");
            var out = response.getOutputStream();
            out.setWriteListener(new WriteListener() {
                private boolean written;

                @Override
                public void onWritePossible() throws IOException {
                    while (!written && out.isReady()) {
                        written = true;
                        out.write(new byte[LARGE]);
                    }
                    if (out.isReady()) {
                        context.complete();
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    context.complete();
                }
            });
        });
        seen.countDown();
        assertStoredAtFirstByte();
    }

    @Test
    @DisplayName("21: sendRedirect and sendError have saved when they return")
    void sendRedirectAndSendError_onReturn_haveSaved() {
        on("/redirect", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.sendRedirect("/show");
            assertStoreCalls("create");
        });
        on("/error-with-message", (request, response) -> {
            request.getSession().setAttribute("cart", "blue");
            response.sendError(418, "teapot");
            assertStoreCalls("load", "save");
        });
        on("/error-without", (request, response) -> {
            request.getSession().setAttribute("cart", "green");
            response.sendError(418);
            assertStoreCalls("load", "save");
        });
        Instance instance = start();

        var redirected = browser.get(instance.at("/redirect"));
        assertThat(redirected.statusCode()).isEqualTo(302);
        assertThat(browser.setCookies(redirected)).hasSize(1);
        store.forget();
        assertThat(browser.get(instance.at("/error-with-message")).statusCode()).isEqualTo(418);
        store.forget();
        assertThat(browser.get(instance.at("/error-without")).statusCode()).isEqualTo(418);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("green");
    }

    @Test
    @DisplayName("22: one commit is one save, and an unchanged session none")
    void commit_followedByOthers_savesOnce() {
        on("/flushes", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            for (int flush = 0; flush < 5; flush++) {
                response.getWriter().print("x");
                response.flushBuffer();
            }
        });
        Instance instance = start();

        browser.get(instance.at("/flushes"));
        assertStoreCalls("create");
        store.forget();
        browser.get(instance.at("/flushes"));

        assertStoreCalls("load");
    }

    @Test
    @DisplayName("23: a change after the commit is saved before the last byte leaves")
    void change_afterTheCommit_isSavedBeforeTheLastByte() {
        assertSavedBefore(3, (request, response) -> response.getOutputStream().print("end"));
        assertSavedBefore(3, (request, response) -> response.getWriter().print("end"));
        assertSavedBefore(-1, (request, response) -> response.getOutputStream().close());
        assertSavedBefore(-1, (request, response) -> response.getWriter().close());
    }

    private void assertSavedBefore(int contentLength, Handler end) {
        CompletableFuture<List<String>> calls = new CompletableFuture<>();
        on("/late", (request, response) -> {
            if (contentLength >= 0) {
                response.setContentLength(contentLength);
            }
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
            request.getSession().setAttribute("cart", "blue");
            store.forget();
            end.handle(request, response);
            calls.complete(store.calls());
        });

        Browser.withDefaultCookie().get(start().at("/late"));

        assertThat(calls.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly("save");
    }

    @Test
    @DisplayName("23: a change after the commit in a forward is saved before the container ends the response")
    void change_afterTheCommitInAForward_isSavedWhenTheForwardReturns() {
        CompletableFuture<List<String>> calls = new CompletableFuture<>();
        on("/forward", (request, response) -> {
            request.getRequestDispatcher("/late").forward(request, response);
            calls.complete(store.calls());
        });
        on("/late", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
            request.getSession().setAttribute("cart", "blue");
            store.forget();
        });

        Browser.withDefaultCookie().get(start().at("/forward"));

        assertThat(calls.orTimeout(10, TimeUnit.SECONDS).join()).containsExactly("save");
    }

    @Test
    @DisplayName("23: a change after the commit is saved at the end of the request")
    void change_afterTheCommit_isSaved() {
        on("/late", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
            request.getSession().setAttribute("cart", "blue");
        });
        Instance instance = start();

        browser.get(instance.at("/late"));

        assertThat(browser.get(start().at("/show")).body()).isEqualTo("blue");
    }

    @Test
    void reset_afterTheSessionWasCreated_keepsTheTicket() {
        on("/reset", (request, response) -> {
            response.addHeader("Set-Cookie", "other=1");
            request.getSession().setAttribute("cart", "red");
            response.getWriter().print("dropped");
            response.reset();
            response.getOutputStream().print("kept");
        });
        on("/reset-buffer", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.getWriter().print("dropped");
            response.resetBuffer();
            response.getWriter().print("kept");
        });
        Instance instance = start();

        for (String path : new String[] {"/reset", "/reset-buffer"}) {
            Browser fresh = Browser.withDefaultCookie();
            assertThat(fresh.get(instance.at(path)).body()).isEqualTo("kept");
            assertThat(fresh.get(instance.at("/show")).body()).isEqualTo("red");
        }
    }

    @Test
    @DisplayName("25: HEAD, 204 and 304 carry the ticket, and the session is stored")
    void responsesWithoutBody_saveTheSession() {
        on("/no-content", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.setStatus(204);
        });
        on("/not-modified", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.setStatus(304);
        });
        Instance instance = start();

        assertTicketAndCart(browser.head(instance.at("/set?red")), browser, instance);
        for (String path : new String[] {"/no-content", "/not-modified"}) {
            Browser fresh = Browser.withDefaultCookie();
            assertTicketAndCart(fresh.get(instance.at(path)), fresh, instance);
        }
    }

    @Test
    void ticket_onAResponse_keepsItOutOfCaches() {
        on("/cached", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.setHeader("Cache-Control", "public, max-age=60");
            response.setHeader("Vary", "Accept-Encoding");
        });
        Instance instance = start();

        var first = browser.get(instance.at("/cached"));
        var second = browser.get(instance.at("/cached"));

        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(String.join(",", first.headers().allValues("Vary"))).contains("Accept-Encoding", "Cookie");
        assertThat(browser.setCookies(second)).isEmpty();
        assertThat(second.headers().firstValue("Cache-Control")).hasValue("public, max-age=60");
    }

    @Test
    void otherCookies_ofTheApplication_stay() {
        on("/login", (request, response) -> {
            response.addHeader("Set-Cookie", "a=1");
            request.getSession().setAttribute("cart", "red");
            response.addHeader("Set-Cookie", "b=2");
            request.changeSessionId();
        });

        var response = browser.get(start().at("/login"));

        assertThat(response.headers().allValues("Set-Cookie"))
                .contains("a=1", "b=2")
                .hasSize(3);
        assertThat(browser.setCookies(response)).singleElement().asString().contains(browser.ticket());
    }

    private static void assertTicketAndCart(HttpResponse<?> response, Browser client, Instance instance) {
        assertThat(client.setCookies(response)).hasSize(1);
        assertThat(client.get(instance.at("/show")).body()).isEqualTo("red");
    }

    private void assertStoredAtFirstByte() throws IOException {
        Instance first = start();
        Instance second = start();
        try (InputStream body = browser.open(first.at("/send")).body()) {
            assertThat(browser.ticket()).isNotNull();
            assertThat(browser.get(second.at("/show")).body()).isEqualTo("red");
            seen.countDown();
            body.readAllBytes();
        } finally {
            seen.countDown();
        }
    }

    private void awaitSeen() throws InterruptedException {
        assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
