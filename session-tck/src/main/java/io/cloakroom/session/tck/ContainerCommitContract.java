package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The session is in the store before the client hears of the response. */
abstract class ContainerCommitContract extends ContainerBehaviour {

    /** So long that the first byte arrives before the write ends if the instance has not waited. */
    private static final Duration WRITE_TIME = Duration.ofMillis(300);

    @TestFactory
    @DisplayName("21: another instance has the session when the first byte arrives")
    Stream<DynamicTest> response_onEachCommittingPath_comesAfterTheSave() {
        return committingPaths().entrySet().stream()
                .map(path -> dynamicTest("21: " + path.getKey(), () -> assertSavedFirst(path.getValue())));
    }

    private static Map<String, ContractServlet.Route> committingPaths() {
        Map<String, ContractServlet.Route> paths = new LinkedHashMap<>();
        paths.put("end of the request", (request, response) -> {});
        paths.put("flushBuffer", (request, response) -> response.flushBuffer());
        paths.put(
                "flush of the writer",
                (request, response) -> response.getWriter().flush());
        paths.put(
                "flush of the stream",
                (request, response) -> response.getOutputStream().flush());
        paths.put(
                "close of the writer",
                (request, response) -> response.getWriter().close());
        paths.put("full buffer", (request, response) -> response.getWriter().print("x".repeat(100_000)));
        paths.put("full buffer of multi-byte text", (request, response) -> {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().print("\u20ac".repeat(30_000));
        });
        paths.put("content length reached", (request, response) -> {
            response.setContentLength(3);
            response.getOutputStream().print("red");
        });
        paths.put("sendError", (request, response) -> response.sendError(HttpServletResponse.SC_CONFLICT));
        paths.put("sendRedirect", (request, response) -> response.sendRedirect("/elsewhere"));
        paths.put("complete of an asynchronous request", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.start(context::complete);
        });
        return paths;
    }

    private void assertSavedFirst(ContractServlet.Route commit) throws IOException {
        Visitor client = new Visitor();
        on("/commit", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            commit.handle(request, response);
        });
        store().forget();
        store().slowWrites(WRITE_TIME);
        HttpResponse<InputStream> response = client.open(first("/commit"));
        assertThat(store().hasWritten()).as("written before the first byte").isTrue();
        store().slowWrites(Duration.ZERO);
        assertThat(client.read(second("/show"))).isEqualTo("red");
        response.body().close();
    }

    @Test
    @DisplayName("22: one request is one save, and none if it changed nothing")
    void save_isOnePerRequest() {
        on("/twice", (request, response) -> {
            request.getSession().setAttribute("cart", "blue");
            request.getSession().setAttribute("size", "large");
            response.flushBuffer();
            response.getWriter().print("done");
        });
        visitor.get(first("/set?red"));
        store().forget();

        visitor.get(first("/twice"));
        assertThat(store().calls()).containsExactly("load", "save");
        store().forget();

        visitor.get(second("/show"));
        assertThat(store().calls()).containsExactly("load");
    }

    @Test
    @DisplayName("23: what is changed after the commit is saved when the request ends")
    void change_afterTheCommit_isSaved() {
        on("/late", (request, response) -> {
            response.setContentLength(3);
            request.getSession().setAttribute("cart", "red");
            response.flushBuffer();
            request.getSession().setAttribute("cart", "late");
            response.getOutputStream().print("end");
        });
        visitor.get(first("/set?first"));

        visitor.get(first("/late"));

        assertThat(visitor.read(second("/show"))).isEqualTo("late");
    }

    @Test
    @DisplayName("26: an asynchronous dispatch has the same session")
    void session_afterAnAsyncDispatch_isTheSame() {
        on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            request.getSession().setAttribute("cart", "red");
            request.setAttribute("before", request.getSession());
            context.start(() -> context.dispatch("/after"));
        });
        on("/after", (request, response) -> {
            request.getSession().setAttribute("cart", "dispatched");
            response.getWriter().print(request.getSession() == request.getAttribute("before"));
        });

        assertThat(visitor.read(first("/async"))).isEqualTo("true");
        assertThat(visitor.read(second("/show"))).isEqualTo("dispatched");
    }
}
