package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class ConflictPolicyTest extends ContainerTest {

    private static final int ADDITIONS = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(ADDITIONS);

    ConflictPolicyTest() {
        on("/set-cart", (request, response) -> {
            Cart cart = cart(request.getSession().getAttribute("cart"));
            cart.add(request.getQueryString());
            request.getSession().setAttribute("cart", cart);
        });
        on(
                "/in-place",
                (request, response) ->
                        cart(request.getSession().getAttribute("cart")).add(request.getQueryString()));
        on("/update", (request, response) -> {
            String item = request.getQueryString();
            Sessions.update(request, "cart", Cart.class, Cart::new, cart -> cart.add(item));
        });
        on("/remove", (request, response) -> request.getSession().removeAttribute("cart"));
        on(
                "/items",
                (request, response) -> response.getWriter()
                        .print(cart(request.getSession().getAttribute("cart")).items()));
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("40: 20 parallel additions by update keep 21 of 21 items, on three instances")
    void update_inParallel_keepsEveryItem() throws Exception {
        List<Instance> fleet = fleet(UnaryOperator.identity());

        assertRoundKeepsEveryItem(fleet, "/update?");
    }

    @Test
    @DisplayName("40: 20 parallel additions by getAttribute and setAttribute, merged, keep 21 of 21 items")
    void setAttribute_inParallelWithAMerge_keepsEveryItem() throws Exception {
        assertRoundKeepsEveryItem(fleet(ConflictPolicyTest::merging), "/set-cart?");
    }

    @Test
    @DisplayName("40: 20 parallel additions in place, merged, keep 21 of 21 items")
    void inPlace_inParallelWithAMerge_keepsEveryItem() throws Exception {
        assertRoundKeepsEveryItem(fleet(ConflictPolicyTest::merging), "/in-place?");
    }

    @Test
    void merge_ofTheFirstItems_startsFromNothing() {
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        on("/other", (request, response) -> request.getSession().setAttribute("other", "x"));
        browser.get(instance.at("/other"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set-cart?theirs")));

        browser.get(instance.at("/set-cart?mine"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[theirs, mine]");
    }

    @Test
    @DisplayName("a cart that another request has checked out does not come back")
    void merge_againstARemoval_decides() {
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/remove")));

        browser.get(instance.at("/set-cart?late"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[]");
    }

    @Test
    void merge_ofARemoval_decides() {
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set-cart?late")));

        browser.get(instance.at("/remove"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[]");
    }

    @Test
    @DisplayName("what is changed after a merge, and after the commit, is merged too")
    void merge_thenChangedInPlaceAfterTheCommit_isKept() {
        on("/late", (request, response) -> {
            Cart cart = cart(request.getSession().getAttribute("cart"));
            cart.add("mine");
            response.flushBuffer();
            cart.add("late");
        });
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set-cart?theirs")));

        browser.get(instance.at("/late"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[first, theirs, mine, late]");
    }

    @Test
    @DisplayName("42: a merge that races a log-in lands under the new id")
    void merge_racingAChangeOfTheId_landsUnderTheNewId() {
        on("/login", (request, response) -> {
            cart(request.getSession().getAttribute("cart")).add("theirs");
            request.changeSessionId();
        });
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> browser.get(instance.at("/login")));

        rival.get(instance.at("/set-cart?mine"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[first, theirs, mine]");
    }

    @Test
    @DisplayName("42: a log-in whose cart must be merged first gets its new id all the same")
    void changeSessionId_withAMerge_isSavedUnderTheNewId() {
        on("/login", (request, response) -> {
            cart(request.getSession().getAttribute("cart")).add("mine");
            request.changeSessionId();
        });
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set-cart?theirs")));

        browser.get(instance.at("/login"));

        assertThat(browser.ticket()).isNotEqualTo(rival.ticket());
        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[first, theirs, mine]");
        assertThat(rival.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("an interval that the other request has set survives the merge")
    void merge_afterAnotherRequestSetTheInterval_keepsIt() {
        on("/interval", (request, response) -> {
            cart(request.getSession().getAttribute("cart")).add("theirs");
            request.getSession().setMaxInactiveInterval(77);
        });
        on(
                "/show-interval",
                (request, response) ->
                        response.getWriter().print(request.getSession().getMaxInactiveInterval()));
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/interval")));

        browser.get(instance.at("/set-cart?mine"));

        assertThat(browser.get(instance.at("/show-interval")).body()).isEqualTo("77");
    }

    @Test
    void merge_ofAnotherType_isAConflict() {
        on("/text", (request, response) -> request.getSession().setAttribute("cart", "not a cart"));
        Instance instance = fleet(ConflictPolicyTest::merging).get(0);
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/text")));

        assertThat(browser.get(instance.at("/set-cart?mine")).statusCode()).isEqualTo(409);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("not a cart");
    }

    @Test
    @DisplayName("fail: the later of two requests gets 409, and nothing of it is saved")
    void fail_changedMeanwhile_isAConflict() {
        on("/both", (request, response) -> {
            request.getSession().setAttribute("other", "half");
            request.getSession().setAttribute("cart", "mine");
            response.getWriter().print("all is well");
        });
        on(
                "/show-other",
                (request, response) ->
                        response.getWriter().print(request.getSession().getAttribute("other")));
        Instance instance = fleet(filter -> filter.onConflict("cart", ConflictPolicy.fail()))
                .get(0);
        browser.get(instance.at("/set?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set?theirs")));

        var response = browser.get(instance.at("/both"));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).doesNotContain("all is well");
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("theirs");
        assertThat(browser.get(instance.at("/show-other")).body()).isEqualTo("null");
    }

    @Test
    void fail_onFlush_tellsTheApplicationWhichAttribute() {
        on("/flush", (request, response) -> {
            request.getSession().setAttribute("cart", "mine");
            assertThatExceptionOfType(SessionConflictException.class)
                    .isThrownBy(response::flushBuffer)
                    .satisfies(e -> assertThat(e.attributeName()).isEqualTo("cart"))
                    .withMessageContaining("policy");
            request.getSession().invalidate();
            response.getWriter().print("told");
        });
        Instance instance = fleet(filter -> filter.onConflict("cart", ConflictPolicy.fail()))
                .get(0);
        browser.get(instance.at("/set?first"));
        Browser rival = rival();
        store.beforeNextWrite(() -> rival.get(instance.at("/set?theirs")));

        assertThat(browser.get(instance.at("/flush")).body()).isEqualTo("told");
    }

    @Test
    @DisplayName("43: a reader is in no conflict, whatever the policy")
    void fail_onlyRead_isNoConflict() {
        Instance instance = fleet(filter -> filter.onConflict("cart", ConflictPolicy.fail()))
                .get(0);
        on("/read", (request, response) -> {
            Object cart = request.getSession().getAttribute("cart");
            rival().get(instance.at("/set?theirs"));
            response.getWriter().print(cart);
        });
        browser.get(instance.at("/set?first"));

        assertThat(browser.get(instance.at("/read")).body()).isEqualTo("first");
    }

    @Test
    void merge_neverSettled_isAConflictWhenTheBudgetIsUsedUp() {
        Instance instance = start(
                filter -> merging(filter.allowPackages("io.cloakroom.session")).budget(Duration.ofMillis(50)));
        browser.get(instance.at("/set-cart?first"));
        Browser rival = rival();
        store.beforeEachWrite(() -> rival.get(instance.at("/update?theirs")));

        assertThat(browser.get(instance.at("/set-cart?mine")).statusCode()).isEqualTo(409);
    }

    @Test
    @DisplayName("dirty checking switched off: what is changed in place is not saved, what is set is")
    void dirtyChecking_off_savesOnlyWhatIsSet() {
        Instance instance = fleet(filter -> filter.dirtyChecking(false)).get(0);
        browser.get(instance.at("/set-cart?first"));

        browser.get(instance.at("/in-place?lost"));
        browser.get(instance.at("/set-cart?second"));

        assertThat(browser.get(instance.at("/items")).body()).isEqualTo("[first, second]");
    }

    private List<Instance> fleet(UnaryOperator<SessionFilterBuilder> settings) {
        List<Instance> fleet = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            fleet.add(start(filter ->
                    settings.apply(filter.allowPackages("io.cloakroom.session").budget(Duration.ofSeconds(20)))));
        }
        return fleet;
    }

    private static SessionFilterBuilder merging(SessionFilterBuilder filter) {
        return filter.onConflict("cart", ConflictPolicy.merge(Cart.class, Cart::merge));
    }

    private Browser rival() {
        return Browser.withDefaultCookie().holding(browser.ticket());
    }

    private void assertRoundKeepsEveryItem(List<Instance> fleet, String path) throws Exception {
        browser.get(fleet.get(0).at(path.equals("/in-place?") ? "/set-cart?first" : path + "first"));
        List<Future<Integer>> responses = new ArrayList<>();
        for (int addition = 0; addition < ADDITIONS; addition++) {
            var uri = fleet.get(addition % fleet.size()).at(path + addition);
            Browser client = rival();
            responses.add(threads.submit(() -> client.get(uri).statusCode()));
        }
        for (Future<Integer> response : responses) {
            assertThat(response.get()).isEqualTo(200);
        }
        String items = browser.get(fleet.get(1).at("/items")).body();
        assertThat(items.split(", ")).as(items).hasSize(ADDITIONS + 1);
    }

    private static Cart cart(@Nullable Object attribute) {
        return attribute == null ? new Cart() : (Cart) attribute;
    }
}
