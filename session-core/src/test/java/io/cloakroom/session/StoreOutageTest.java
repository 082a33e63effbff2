package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@InEveryContainer
final class StoreOutageTest extends ContainerTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ENOUGH_TO_OPEN = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    StoreOutageTest() {
        on("/static", (request, response) -> response.getWriter().print("hello"));
        on("/login", (request, response) -> request.changeSessionId());
        on("/update", (request, response) -> {
            Sessions.update(request, "cart", String.class, () -> "", cart -> cart + "+" + request.getQueryString());
            response.getWriter().print("updated");
        });
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @TestFactory
    @DisplayName("47: an outage shorter than the budget is invisible")
    Stream<DynamicTest> blip_shorterThanTheBudget_isInvisible() {
        return anyTrouble("refused", () -> store.refuse(3));
    }

    @TestFactory
    @DisplayName("47: nor does an answer matter that got lost")
    Stream<DynamicTest> answer_lost_isInvisible() {
        return anyTrouble("done, without an answer", () -> store.loseAnswers(1));
    }

    private Stream<DynamicTest> anyTrouble(String kind, Runnable trouble) {
        Instance instance = start(filter -> filter.budget(LONG));
        return Stream.of(
                DynamicTest.dynamicTest("load " + kind, () -> {
                    Browser user = userWithCart(instance);
                    trouble.run();
                    assertThat(user.get(instance.at("/show")).body()).isEqualTo("red");
                }),
                DynamicTest.dynamicTest("create " + kind, () -> {
                    Browser user = Browser.withDefaultCookie();
                    trouble.run();
                    assertThat(user.get(instance.at("/set?red")).body()).isEqualTo("set");
                    assertThat(user.get(instance.at("/show")).body()).isEqualTo("red");
                }),
                troubleOnWrite("save " + kind, instance, trouble, "/set?blue", "blue"),
                troubleOnWrite("change of the id " + kind, instance, trouble, "/login", "red"),
                troubleOnWrite("end " + kind, instance, trouble, "/invalidate", "no session"));
    }

    private DynamicTest troubleOnWrite(String name, Instance instance, Runnable trouble, String path, String shown) {
        return DynamicTest.dynamicTest(name, () -> {
            Browser user = userWithCart(instance);
            store.beforeNextWrite(trouble);
            assertThat(user.get(instance.at(path)).statusCode()).isEqualTo(200);
            assertThat(user.get(instance.at("/show")).body()).isEqualTo(shown);
        });
    }

    @Test
    @DisplayName("47: a conditional write that got no answer is not taken for somebody else's")
    void update_withoutAnswer_isUnknownAndNeverAppliedTwice() {
        Instance instance = start(filter -> filter.budget(LONG));
        browser.get(instance.at("/set?red"));
        store.beforeNextWrite(() -> store.loseAnswers(1));

        assertThat(browser.get(instance.at("/update?hat")).statusCode()).isEqualTo(503);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red+hat");
    }

    @Test
    @DisplayName("45 and 51: when several requests have waited in vain the store is left alone, until it is back")
    void outage_longerThanTheBudget_keepsRequestsOffTheStore() {
        Instance instance = start(filter -> filter.budget(SHORT));
        browser.get(instance.at("/set?red"));
        store.cutOff(true);
        for (int request = 0; request < ENOUGH_TO_OPEN; request++) {
            assertUnavailable(browser.get(instance.at("/show")));
        }
        store.forget();

        assertUnavailable(browser.get(instance.at("/show")));
        assertThat(store.calls()).hasSizeLessThanOrEqualTo(ENOUGH_TO_OPEN);
        assertThat(browser.get(instance.at("/static")).body()).isEqualTo("hello");
        assertThat(Browser.withDefaultCookie().get(instance.at("/show")).body()).isEqualTo("no session");
        store.cutOff(false);

        eventually(() -> browser.get(instance.at("/show")).statusCode() == 200);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("45 and 51: threads do not pile up on a store that hangs")
    void store_hanging_isAskedByFewThreads() throws Exception {
        Instance instance = start(filter -> filter.budget(SHORT));
        browser.get(instance.at("/set?red"));
        Browser tab = Browser.withDefaultCookie().holding(browser.ticket());
        CountDownLatch latch = new CountDownLatch(1);
        store.hangUntil(latch);
        store.forget();
        List<Future<HttpResponse<String>>> stuck = new ArrayList<>();
        for (int request = 0; request < ENOUGH_TO_OPEN; request++) {
            stuck.add(threads.submit(() -> tab.get(instance.at("/show"))));
        }
        eventually(() -> store.calls().size() == ENOUGH_TO_OPEN);

        eventually(() -> probe(instance, tab));
        assertThat(browser.get(instance.at("/static")).body()).isEqualTo("hello");
        latch.countDown();

        for (Future<HttpResponse<String>> response : stuck) {
            assertThat(response.get().body()).isEqualTo("red");
        }
        eventually(() -> browser.get(instance.at("/show")).statusCode() == 200);
    }

    @Test
    @DisplayName("45: the application answers itself, with its own page")
    void onUnavailable_handler_answers() {
        on("/sorry", (request, response) -> {
            assertThat(request.getSession(false)).isNull();
            request.getSession().setAttribute("banner", "seen");
            response.getWriter().print("we are back in a moment");
        });
        on("/stream", (request, response) -> {
            response.addHeader("X-Shop", "myclothes");
            response.getOutputStream().print("half a page");
            request.getSession();
        });
        Instance instance = start(filter -> filter.budget(SHORT)
                .onUnavailable((request, response, failure) ->
                        request.getRequestDispatcher("/sorry").forward(request, response)));
        browser.get(instance.at("/set?red"));
        String ticket = browser.ticket();
        store.cutOff(true);

        HttpResponse<String> response = browser.get(instance.at("/stream"));

        assertUnavailable(response);
        assertThat(response.body()).isEqualTo("we are back in a moment");
        assertThat(response.headers().firstValue("X-Shop")).hasValue("myclothes");
        assertThat(browser.setCookies(response)).isEmpty();
        store.cutOff(false);
        assertThat(browser.ticket()).isEqualTo(ticket);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("46: the application answers itself at the end of an asynchronous request")
    void onUnavailable_handlerOfAnAsyncRequest_answers() {
        on("/async", (request, response) -> {
            var context = request.startAsync();
            request.getSession().setAttribute("cart", "blue");
            context.start(context::complete);
        });
        Instance instance = start(filter -> filter.budget(SHORT)
                .onUnavailable(
                        (request, response, failure) -> response.getWriter().print("sorry")));
        browser.get(instance.at("/set?red"));
        store.beforeNextWrite(() -> store.refuse(1000));

        HttpResponse<String> response = browser.get(instance.at("/async"));

        assertUnavailable(response);
        assertThat(response.body()).isEqualTo("sorry");
    }

    /** Tells whether a request is refused. One that is not gets stuck, as the store hangs. */
    private boolean probe(Instance instance, Browser tab) {
        try {
            return threads.submit(() -> tab.get(instance.at("/show")))
                            .get(500, TimeUnit.MILLISECONDS)
                            .statusCode()
                    == 503;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the probe failed", e);
        }
    }

    @Test
    @DisplayName("48: what a client was told to be saved is there after an outage in the middle of its traffic")
    void outage_underTraffic_losesNothingThatWasAcknowledged() {
        Instance instance = start(filter -> filter.budget(SHORT));
        browser.get(instance.at("/set?red"));
        List<String> acknowledged = new ArrayList<>();
        for (int item = 0; item < 30; item++) {
            store.cutOff(item >= 10 && item < 15);
            if (browser.get(instance.at("/update?" + item)).statusCode() == 200) {
                acknowledged.add("+" + item);
            }
        }
        store.cutOff(false);

        eventually(() -> browser.get(instance.at("/show")).statusCode() == 200);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red" + String.join("", acknowledged));
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10);
    }

    private Browser userWithCart(Instance instance) {
        Browser user = Browser.withDefaultCookie();
        user.get(instance.at("/set?red"));
        return user;
    }

    private static void assertUnavailable(HttpResponse<?> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting after %s", PATIENCE).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
