package io.cloakroom.session;

import static io.cloakroom.session.SessionLimitPolicy.END_OLDEST;
import static io.cloakroom.session.SessionLimitPolicy.REJECT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many sessions a user may have. More rounds of the races: {@code -Dlimit.rounds=500}. */
@InEveryContainer
class SessionLimitTest extends ContainerTest {

    private static final int ROUNDS = Integer.getInteger("limit.rounds", 10);

    private final EventLog log = new EventLog();

    SessionLimitTest() {
        on("/login", (request, response) -> {
            try {
                Sessions.logIn(request, requireNonNull(request.getQueryString()));
                response.getWriter().print("in");
            } catch (TooManySessionsException e) {
                response.getWriter().print("more than " + e.max());
            }
        });
    }

    @Test
    @DisplayName("64: two simultaneous log-ins at limit one leave exactly one, the oldest being ended")
    void endOldest_atOnceOnTwoInstances_leavesOne() throws Exception {
        Instance one = start(filter -> filter.maxSessionsPerPrincipal(1, END_OLDEST));
        Instance other = start(filter -> filter.maxSessionsPerPrincipal(1, END_OLDEST));

        for (int round = 0; round < ROUNDS; round++) {
            String user = "user-" + round;
            List<Browser> devices = List.of(Browser.withDefaultCookie(), Browser.withDefaultCookie());

            List<String> answers = atOnce(
                    () -> devices.get(0).get(one.at("/login?" + user)).body(),
                    () -> devices.get(1).get(other.at("/login?" + user)).body());

            assertThat(answers).containsExactly("in", "in");
            assertThat(one.filter().administration().find(user)).hasSize(1);
            assertThat(devices.stream().filter(device -> hasSession(device, other)))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("64: two simultaneous log-ins at limit one leave exactly one, the other being rejected")
    void reject_atOnceOnTwoInstances_letsOneIn() throws Exception {
        Instance one = start(filter -> filter.maxSessionsPerPrincipal(1, REJECT));
        Instance other = start(filter -> filter.maxSessionsPerPrincipal(1, REJECT));

        for (int round = 0; round < ROUNDS; round++) {
            String user = "user-" + round;
            List<Browser> devices = List.of(Browser.withDefaultCookie(), Browser.withDefaultCookie());

            List<String> answers = atOnce(
                    () -> devices.get(0).get(one.at("/login?" + user)).body(),
                    () -> devices.get(1).get(other.at("/login?" + user)).body());

            assertThat(answers).containsExactlyInAnyOrder("in", "more than 1");
            assertThat(one.filter().administration().find(user)).hasSize(1);
            assertThat(devices.stream().filter(device -> hasSession(device, other)))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("64: four log-ins at once at limit two leave exactly two")
    void endOldest_fourAtOnce_leavesTwo() throws Exception {
        Instance one = start(filter -> filter.maxSessionsPerPrincipal(2, END_OLDEST));
        Instance other = start(filter -> filter.maxSessionsPerPrincipal(2, END_OLDEST));

        for (int round = 0; round < ROUNDS; round++) {
            String user = "user-" + round;

            atOnce(Stream.of(one, other, one, other)
                    .map(instance -> (Call) () -> Browser.withDefaultCookie()
                            .get(instance.at("/login?" + user))
                            .body())
                    .toArray(Call[]::new));

            assertThat(one.filter().administration().find(user)).hasSize(2);
        }
    }

    @Test
    void endOldest_oneAfterTheOther_keepsTheNewest() {
        Instance instance =
                start(filter -> filter.maxSessionsPerPrincipal(2, END_OLDEST).listener(log));
        List<Browser> devices = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            // an instance whose clock is behind must not make the newest log-in the oldest
            Browser device = Browser.withDefaultCookie();
            device.get(instance.at("/set?" + i));
            log.forget();
            assertThat(device.get(instance.at("/login?anna")).body()).isEqualTo("in");
            devices.add(device);
        }

        assertThat(devices)
                .extracting(device -> hasSession(device, instance))
                .containsExactly(false, false, true, true);
        assertThat(log.lines()).contains("destroyed [cart=1]", "removed cart=1, now null");
    }

    @Test
    void endOldest_belowTheLimit_costsTwoLooks() {
        Instance instance = start(filter -> filter.maxSessionsPerPrincipal(2, END_OLDEST));

        browser.get(instance.at("/login?anna"));

        assertStoreCalls("findByPrincipal", "create", "findByPrincipal");
    }

    @Test
    void endOldest_storeFailsAfterTheSave_letsTheUserIn() {
        Instance instance =
                start(filter -> filter.maxSessionsPerPrincipal(1, END_OLDEST).budget(Duration.ofMillis(50)));
        Browser older = Browser.withDefaultCookie();
        older.get(instance.at("/login?anna"));
        browser.get(instance.at("/set?red"));
        store.afterNextWrite(() -> store.cutOff(true));

        assertThat(browser.get(instance.at("/login?anna")).body()).isEqualTo("in");
        store.cutOff(false);

        Await.until(
                "the store is asked again",
                () -> browser.get(instance.at("/show")).statusCode() == 200);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        assertThat(hasSession(older, instance)).isTrue();
        browser.get(instance.at("/login?anna"));
        assertThat(hasSession(older, instance)).isFalse();
    }

    @Test
    void reject_atTheLimit_changesNothing() {
        Instance instance =
                start(filter -> filter.maxSessionsPerPrincipal(1, REJECT).listener(log));
        Browser first = Browser.withDefaultCookie();
        first.get(instance.at("/login?anna"));
        browser.get(instance.at("/set?red"));
        String ticket = requireNonNull(browser.ticket());
        log.forget();
        store.forget();

        var response = browser.get(instance.at("/login?anna"));

        assertThat(response.body()).isEqualTo("more than 1");
        assertThat(browser.setCookies(response)).isEmpty();
        assertStoreCalls("load", "reserve");
        assertThat(log.lines()).isEmpty();
        assertThat(browser.ticket()).isEqualTo(ticket);
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        assertThat(Browser.withDefaultCookie().get(instance.at("/login?anna")).body())
                .isEqualTo("more than 1");
    }

    @Test
    void reject_sessionEndedOrExpired_letsTheNextIn() {
        Instance instance = start(filter -> filter.maxSessionsPerPrincipal(1, REJECT));
        browser.get(instance.at("/login?anna"));
        browser.get(instance.at("/invalidate"));
        assertThat(browser.get(instance.at("/login?anna")).body()).isEqualTo("in");

        clock.advance(Duration.ofHours(1));

        assertThat(Browser.withDefaultCookie().get(instance.at("/login?anna")).body())
                .isEqualTo("in");
    }

    @Test
    void reject_sameSessionAgain_keepsItsPlace() {
        Instance instance = start(filter -> filter.maxSessionsPerPrincipal(1, REJECT));
        browser.get(instance.at("/login?anna"));

        assertThat(browser.get(instance.at("/login?anna")).body()).isEqualTo("in");

        assertThat(instance.filter().administration().find("anna")).hasSize(1);
    }

    private static boolean hasSession(Browser device, Instance instance) {
        return !device.get(instance.at("/show")).body().equals("no session");
    }

    private static List<String> atOnce(Call... calls) throws Exception {
        CyclicBarrier start = new CyclicBarrier(calls.length);
        ExecutorService threads = Executors.newFixedThreadPool(calls.length);
        try {
            List<Future<String>> running = new ArrayList<>();
            for (Call call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.run();
                }));
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> each : running) {
                answers.add(each.get(30, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A request that returns its answer. */
    private interface Call {
        String run() throws Exception;
    }
}
