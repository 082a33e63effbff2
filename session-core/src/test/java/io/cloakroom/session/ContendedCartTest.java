package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One user who clicks 20 times at once, 200 times over, with three instances behind one load balancer. */
@Tag("long")
final class ContendedCartTest extends ContainerTest {

    private static final int ROUNDS = 200;
    private static final int ADDITIONS = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(ADDITIONS);
    private final List<Instance> fleet = new ArrayList<>();

    ContendedCartTest() {
        on("/new", (request, response) -> request.getSession().setAttribute("cart", new Cart().add("first")));
        on("/set", (request, response) -> {
            Cart cart = (Cart) requireNonNull(request.getSession().getAttribute("cart"));
            request.getSession().setAttribute("cart", cart.add(request.getQueryString()));
        });
        on("/in-place", (request, response) -> {
            Cart cart = (Cart) requireNonNull(request.getSession().getAttribute("cart"));
            cart.add(request.getQueryString());
        });
        on("/update", (request, response) -> {
            String item = request.getQueryString();
            Sessions.update(request, "cart", Cart.class, Cart::new, cart -> cart.add(item));
        });
        on("/count", (request, response) -> {
            Cart cart = (Cart) requireNonNull(request.getSession().getAttribute("cart"));
            response.getWriter().print(cart.items().stream().distinct().count());
        });
        for (int instance = 0; instance < 3; instance++) {
            fleet.add(start(filter -> filter.allowPackages("io.cloakroom.session")
                    .budget(Duration.ofSeconds(20))
                    .onConflict("cart", ConflictPolicy.merge(Cart.class, Cart::merge))));
        }
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @ParameterizedTest(name = "by {0}")
    @ValueSource(strings = {"/set", "/in-place", "/update"})
    @DisplayName("40: 200 rounds of 20 parallel additions keep 21 of 21 items each")
    @Timeout(180)
    void additions_inParallel_loseNone(String path) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Browser user = Browser.withDefaultCookie();
            user.get(fleet.get(0).at("/new"));
            addInParallel(user, path);
            assertThat(user.get(fleet.get(round % 3).at("/count")).body())
                    .as("items in round %s", round)
                    .isEqualTo("" + (ADDITIONS + 1));
        }
    }

    private void addInParallel(Browser user, String path) throws Exception {
        List<Future<Integer>> responses = new ArrayList<>();
        for (int addition = 0; addition < ADDITIONS; addition++) {
            var uri = fleet.get(addition % fleet.size()).at(path + "?" + addition);
            Browser tab = Browser.withDefaultCookie().holding(user.ticket());
            responses.add(threads.submit(() -> tab.get(uri).statusCode()));
        }
        for (Future<Integer> response : responses) {
            assertThat(response.get()).isEqualTo(200);
        }
    }
}
