package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.Sessions;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What requests of one user do to each other on two instances. */
abstract class ContainerConcurrencyContract extends ContainerBehaviour {

    private static final int REQUESTS = 20;

    @Test
    @DisplayName("39: parallel requests with an attribute each keep all of them")
    void attributes_setInParallel_areAllKept() throws Exception {
        on("/attribute", (request, response) -> request.getSession().setAttribute(request.getQueryString(), "x"));
        on(
                "/names",
                (request, response) -> response.getWriter()
                        .print(Collections.list(request.getSession().getAttributeNames())
                                .size()));
        visitor.get(first("/attribute?start"));

        inParallel("/attribute?n");

        assertThat(visitor.read(second("/names"))).isEqualTo("" + (REQUESTS + 1));
    }

    @Test
    @DisplayName("40: parallel updates of one cart keep every item")
    void update_inParallel_keepsEveryItem() throws Exception {
        on("/add", (request, response) -> {
            String item = request.getQueryString();
            Sessions.update(request, "cart", String.class, () -> "", cart -> cart + item + " ");
        });
        visitor.get(first("/add?first"));

        inParallel("/add?n");

        assertThat(visitor.read(second("/show")).split(" ")).hasSize(REQUESTS + 1);
    }

    @Test
    @DisplayName("41: a slow write does not bring back a session that was ended meanwhile")
    void write_slowerThanTheEnd_doesNotResurrect() {
        on("/slow", (request, response) -> {
            request.getSession().setAttribute("cart", "late");
            visitor.twin().get(second("/end"));
        });
        visitor.get(first("/set?red"));

        visitor.twin().get(first("/slow"));

        assertThat(visitor.read(second("/show"))).isEqualTo(NOTHING);
    }

    @Test
    @DisplayName("42: a slow write is kept when the user logs in meanwhile")
    void write_slowerThanALogIn_isUnderTheNewId() {
        on("/login", (request, response) -> request.changeSessionId());
        on("/slow", (request, response) -> {
            request.getSession().setAttribute("cart", "late");
            visitor.get(second("/login"));
        });
        visitor.get(first("/set?red"));

        visitor.twin().get(first("/slow"));

        assertThat(visitor.read(second("/show"))).isEqualTo("late");
    }

    @Test
    @DisplayName("43: a slow reader does not overwrite a writer")
    void read_slowerThanAWrite_doesNotOverwrite() {
        on("/slow-read", (request, response) -> {
            Object cart = request.getSession().getAttribute("cart");
            visitor.get(second("/set?blue"));
            response.getWriter().print(cart);
        });
        visitor.get(first("/set?red"));

        assertThat(visitor.twin().read(first("/slow-read"))).isEqualTo("red");

        assertThat(visitor.read(second("/show"))).isEqualTo("blue");
    }

    @Test
    @DisplayName("44: two threads of one request share the session")
    void attributes_setByTwoThreads_areAllKept() {
        on("/threads", (request, response) -> {
            HttpSession session = request.getSession();
            List<Callable<Boolean>> threads = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                String prefix = "t" + thread + "-";
                threads.add(() -> {
                    IntStream.range(0, 50).forEach(n -> session.setAttribute(prefix + n, n));
                    return session.getAttributeNames().hasMoreElements();
                });
            }
            response.getWriter().print(Race.run(threads));
        });
        on(
                "/names",
                (request, response) -> response.getWriter()
                        .print(Collections.list(request.getSession().getAttributeNames())
                                .size()));

        assertThat(visitor.read(first("/threads"))).isEqualTo("[true, true]");
        assertThat(visitor.read(second("/names"))).isEqualTo("100");
    }

    private void inParallel(String path) throws Exception {
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int request = 0; request < REQUESTS; request++) {
            URI uri = request % 2 == 0 ? first(path + request) : second(path + request);
            Visitor tab = visitor.twin();
            requests.add(() -> tab.get(uri).statusCode());
        }
        assertThat(Race.run(requests)).containsOnly(200);
    }
}
