package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Servlet 6.1 adds: called by reflection, because this is compiled against 6.0. */
@Tag("servlet-6.1")
@ParameterizedClass(name = "{0}")
@MethodSource("io.cloakroom.session.container.Container#available")
final class Servlet61Test extends ContainerTest {

    @Test
    @DisplayName("21: the three new overloads of sendRedirect have saved when they return")
    void sendRedirect_newOverloads_haveSavedOnReturn() throws Exception {
        Method withStatus = HttpServletResponse.class.getMethod("sendRedirect", String.class, int.class);
        Method withClear = HttpServletResponse.class.getMethod("sendRedirect", String.class, boolean.class);
        Method withBoth = HttpServletResponse.class.getMethod("sendRedirect", String.class, int.class, boolean.class);
        onRedirect("/status", response -> withStatus.invoke(response, "/show", 303));
        onRedirect("/clear", response -> withClear.invoke(response, "/show", false));
        onRedirect("/both", response -> withBoth.invoke(response, "/show", 307, true));
        Instance instance = start();

        assertRedirected(instance, "/status", 303);
        assertRedirected(instance, "/clear", 302);
        assertRedirected(instance, "/both", 307);
    }

    @Test
    @DisplayName("21: write(ByteBuffer)")
    void writeByteBuffer_ofAWholeBody_savesFirst() throws Exception {
        Method write = ServletOutputStream.class.getMethod("write", ByteBuffer.class);
        on("/send", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            response.setContentLength(4);
            write.invoke(response.getOutputStream(), ByteBuffer.wrap("done".getBytes(StandardCharsets.US_ASCII)));
            assertThat(store.calls()).containsExactly("create");
        });

        var response = browser.get(start().at("/send"));

        assertThat(response.body()).isEqualTo("done");
        assertThat(browser.setCookies(response)).hasSize(1);
    }

    @Test
    @DisplayName("HttpSession.getAccessor: there is none, as the API has it unless a container provides one")
    void getAccessor_ofAnySession_isNull() throws Exception {
        Method getAccessor = HttpSession.class.getMethod("getAccessor");
        on("/accessor", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("cart", "red");
            response.getWriter().print(getAccessor.invoke(session) == null);
        });

        assertThat(browser.get(start().at("/accessor")).body()).isEqualTo("true");
    }

    private void onRedirect(String path, Redirect redirect) {
        on(path, (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            redirect.send(response);
            assertThat(store.calls()).containsExactly("create");
        });
    }

    private void assertRedirected(Instance instance, String path, int status) {
        Browser client = Browser.withDefaultCookie();
        store.forget();

        var response = client.get(instance.at(path));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(client.setCookies(response)).hasSize(1);
        assertThat(client.get(instance.at("/show")).body()).isEqualTo("red");
    }

    private interface Redirect {
        void send(HttpServletResponse response) throws Exception;
    }
}
