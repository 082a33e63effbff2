package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
class ExpiryTest extends ContainerTest {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ALLOWANCE = Duration.ofMinutes(3);

    @Test
    @DisplayName("33: an expired session is not returned")
    void session_idleForLongerThanTheTimeout_isGone() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        clock.advance(IDLE.plus(ALLOWANCE).minusMillis(1));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        clock.advance(IDLE.plus(ALLOWANCE));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("33: even if the store, by a clock that is behind, still returns it")
    void session_expiredByTheFiltersClock_isGone() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        Instance ahead =
                start(filter -> filter.clock(() -> clock.instant().plus(IDLE).plus(ALLOWANCE)));

        assertThat(browser.get(ahead.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("36: a touch is throttled and never lets a session expire early")
    void reads_oftenerThanTheTouchInterval_keepTheSessionAlive() {
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        store.forget();

        for (int read = 0; read < 60; read++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        }
        assertThat(store.calls()).filteredOn("touch"::equals).hasSize(20);
        // the last touch is up to 3 minutes old, and yet the session has its full 30 minutes
        clock.advance(IDLE.minusMillis(1));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    @DisplayName("37: the absolute lifetime holds whatever the activity")
    void session_usedAllTheTime_endsAtItsDeadline() {
        Instance instance = start(filter -> filter.absoluteLifetime(Duration.ofHours(1)));
        browser.get(instance.at("/set?red"));

        for (int minute = 0; minute < 59; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("35: an interval that the application shrinks or stretches holds from then on")
    void interval_changedByTheApplication_counts() {
        on(
                "/interval",
                (request, response) ->
                        request.getSession().setMaxInactiveInterval(Integer.parseInt(request.getQueryString())));
        Instance instance = start();
        browser.get(instance.at("/set?red"));

        browser.get(instance.at("/interval?60"));
        clock.advance(Duration.ofSeconds(59));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        browser.get(instance.at("/interval?36000"));
        clock.advance(Duration.ofHours(10));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        browser.get(instance.at("/interval?1"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("35: an interval of 68 years is no overflow")
    void interval_ofIntegerMaxValue_endsWithTheAbsoluteLifetime() {
        on("/interval", (request, response) -> {
            request.getSession().setAttribute("cart", "red");
            request.getSession().setMaxInactiveInterval(Integer.MAX_VALUE);
            response.getWriter().print(request.getSession().getMaxInactiveInterval());
        });
        Instance instance = start(filter -> filter.absoluteLifetime(Duration.ofDays(5_000_000)));

        assertThat(browser.get(instance.at("/interval")).body()).isEqualTo("" + Integer.MAX_VALUE);
        clock.advance(Duration.ofDays(365 * 60));
        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
    }

    @Test
    void idleTimeout_ofTheFilter_isTheIntervalOfANewSession() {
        on(
                "/interval",
                (request, response) ->
                        response.getWriter().print(request.getSession().getMaxInactiveInterval()));

        assertThat(browser.get(start().at("/interval")).body()).isEqualTo("1800");
        assertThat(browser.get(start(filter -> filter.idleTimeout(Duration.ofHours(2)))
                                .at("/interval"))
                        .body())
                .isEqualTo("7200");
    }
}
