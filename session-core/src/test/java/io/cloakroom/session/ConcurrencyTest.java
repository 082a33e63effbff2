package io.cloakroom.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class ConcurrencyTest extends ContainerTest {

    private static final int REQUESTS = 60;

    ConcurrencyTest() {
        on(
                "/attribute",
                (request, response) ->
                        request.getSession().setAttribute(request.getQueryString(), request.getQueryString()));
        on("/add", (request, response) -> {
            String item = request.getQueryString();
            Cart cart = Sessions.update(request, "cart", Cart.class, Cart::new, c -> c.add(item));
            assertThat(cart.items()).contains(item);
            assertThat(request.getSession().getAttribute("cart")).isSameAs(cart);
        });
        on(
                "/names",
                (request, response) -> response.getWriter()
                        .print(Collections.list(request.getSession().getAttributeNames())
                                .size()));
        on("/items", (request, response) -> {
            Cart cart = (Cart) request.getSession().getAttribute("cart");
            response.getWriter().print(requireNonNull(cart).items().size());
        });
    }

    @Test
    @DisplayName("39: parallel requests with an attribute each keep all of them")
    void parallelRequests_settingDifferentAttributes_keepAll() throws Exception {
        List<Instance> fleet = fleet();
        browser.get(fleet.get(0).at("/attribute?first"));

        inParallel(fleet, "/attribute?n");

        assertThat(browser.get(fleet.get(0).at("/names")).body()).isEqualTo("" + (REQUESTS + 1));
    }

    @Test
    @DisplayName("40: parallel updates of one cart keep every item, on three instances")
    void parallelUpdates_ofOneCart_keepAll() throws Exception {
        List<Instance> fleet = fleet();
        browser.get(fleet.get(0).at("/add?first"));

        inParallel(fleet, "/add?n");

        assertThat(browser.get(fleet.get(1).at("/items")).body()).isEqualTo("" + (REQUESTS + 1));
    }

    @Test
    void update_ofAStoredSession_isOneLoadAndOneSave() {
        Instance instance = fleet().get(0);
        browser.get(instance.at("/add?first"));
        assertThat(store.calls()).containsExactly("create");
        store.forget();

        browser.get(instance.at("/add?second"));

        assertThat(store.calls()).containsExactly("load", "save");
    }

    @Test
    void update_whoseFunctionFailsHalfway_leavesTheCartAlone() {
        on("/fail", (request, response) -> {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> Sessions.update(request, "cart", Cart.class, Cart::new, cart -> {
                        cart.add("half");
                        throw new IllegalStateException("thrown by the test");
                    }));
            response.getWriter().print("ok");
        });
        Instance instance = fleet().get(0);
        browser.get(instance.at("/add?first"));

        assertThat(browser.get(instance.at("/fail")).body()).isEqualTo("ok");

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("1");
    }

    @Test
    void update_ofASessionThatEndedMeanwhile_throwsAndDoesNotResurrect() {
        on("/add-to-ended", (request, response) -> {
            assertThatExceptionOfType(SessionEndedException.class)
                    .isThrownBy(() ->
                            Sessions.update(request, "cart", Cart.class, Cart::new, cart -> cart.add("too late")));
            response.getWriter().print("ok");
        });
        Instance instance = fleet().get(0);
        browser.get(instance.at("/add?first"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        store.beforeNextWrite(() -> other.get(instance.at("/invalidate")));

        assertThat(browser.get(instance.at("/add-to-ended")).body()).isEqualTo("ok");

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("42: an update that races a log-in lands under the new id")
    void update_racingAChangeOfTheId_landsUnderTheNewId() {
        on("/login", (request, response) -> response.getWriter().print(request.changeSessionId()));
        List<Instance> fleet = fleet();
        browser.get(fleet.get(0).at("/add?first"));
        Browser other = Browser.withDefaultCookie().holding(browser.ticket());
        store.beforeNextWrite(() -> browser.get(fleet.get(1).at("/login")));

        other.get(fleet.get(0).at("/add?second"));

        assertThat(browser.get(fleet.get(0).at("/items")).body()).isEqualTo("2");
    }

    @Test
    @DisplayName("an attribute that is changed in place is saved without setAttribute")
    void attribute_changedInPlace_isSaved() {
        on("/in-place", (request, response) -> {
            Cart cart = (Cart) request.getSession().getAttribute("cart");
            requireNonNull(cart).add("in place");
        });
        Instance instance = fleet().get(0);
        browser.get(instance.at("/add?first"));

        browser.get(instance.at("/in-place"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("2");
    }

    @Test
    @DisplayName("43: a reader never overwrites, even if its copy encodes to other bytes")
    void attribute_onlyRead_isNotSaved() {
        on("/shrunk", (request, response) -> {
            Map<Integer, String> map = new HashMap<>();
            for (int key = 0; key < 1000; key++) {
                map.put(key, "value");
            }
            map.keySet().removeIf(key -> key > 3);
            request.getSession().setAttribute("map", map);
            request.getSession().setAttribute("cart", "red");
        });
        on(
                "/read",
                (request, response) ->
                        response.getWriter().print(request.getSession().getAttribute("map")));
        Instance instance = fleet().get(0);
        browser.get(instance.at("/shrunk"));
        store.forget();

        assertThat(browser.get(instance.at("/read")).body()).startsWith("{0=value");

        assertThat(store.calls()).containsExactly("load");
    }

    private List<Instance> fleet() {
        List<Instance> fleet = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            fleet.add(start(
                    filter -> filter.allowPackages("io.cloakroom.session").budget(java.time.Duration.ofSeconds(20))));
        }
        return fleet;
    }

    private void inParallel(List<Instance> fleet, String path) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> responses = new ArrayList<>();
            String ticket = browser.ticket();
            for (int request = 0; request < REQUESTS; request++) {
                var uri = fleet.get(request % fleet.size()).at(path + request);
                Browser client = Browser.withDefaultCookie().holding(ticket);
                responses.add(threads.submit(() -> client.get(uri).statusCode()));
            }
            for (Future<Integer> response : responses) {
                assertThat(response.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdown();
        }
    }
}
