package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When the store is down nobody loses a session, and nobody is told that all is well. */
abstract class ContainerOutageContract extends ContainerBehaviour {

    @Test
    @DisplayName("45 and 51: down on load: 503 with Retry-After, no cookie, and the session is there afterwards")
    void load_storeDown_isUnavailableUntilItIsBack() {
        visitor.get(first("/set?red"));
        Map<String, String> cookies = visitor.cookies();
        store().cutOff(true);

        assertUnavailable(visitor.get(first("/show")));
        assertUnavailable(visitor.get(second("/set?blue")));
        store().cutOff(false);

        assertThat(visitor.cookies()).isEqualTo(cookies);
        StoreBehaviour.eventually(
                "the session is back",
                () -> visitor.read(first("/show")).equals("red")
                        && visitor.read(second("/show")).equals("red"));
    }

    @Test
    @DisplayName("45: requests that do not need the session are not affected")
    void request_withoutUseOfTheSession_isServed() {
        visitor.get(first("/set?red"));
        store().cutOff(true);

        assertThat(visitor.read(first("/static"))).isEqualTo("static");
        assertThat(new Visitor().read(first("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("46: down on save: an error, not a success that is none")
    void save_storeDown_isNoSuccess() {
        on("/write", (request, response) -> {
            request.getSession().setAttribute("cart", "blue");
            store().cutOff(true);
            response.getWriter().print("all is well");
        });
        visitor.get(first("/set?red"));

        HttpResponse<String> response = visitor.get(first("/write"));
        store().cutOff(false);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("all is well");
        StoreBehaviour.eventually(
                "the session is back", () -> visitor.read(second("/show")).equals("red"));
    }

    @Test
    @DisplayName("46: down on create: an error, and no cookie for a session that is not there")
    void create_storeDown_isNoSuccess() {
        store().cutOff(true);

        assertUnavailable(visitor.get(first("/set?red")));

        assertThat(visitor.cookies()).isEmpty();
    }

    private static void assertUnavailable(HttpResponse<?> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
}
