package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@InEveryContainer
final class SlowRequestTest extends ContainerTest {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ALLOWANCE = Duration.ofMinutes(3);
    private static final Duration SKEW = Duration.ofSeconds(30);

    @Test
    @DisplayName("34: a session in use does not expire under its request")
    void session_expiringDuringARequest_isKept() {
        on("/slow", (request, response) -> {
            var session = request.getSession();
            clock.advance(IDLE.dividedBy(2));
            assertThat(session.getAttribute("cart")).isEqualTo("red");
            session.setAttribute("cart", "blue");
        });
        Instance instance = start();
        browser.get(instance.at("/set?red"));
        clock.advance(IDLE.plus(ALLOWANCE).minusMillis(1));

        assertThat(browser.get(instance.at("/slow")).statusCode()).isEqualTo(200);

        assertThat(browser.get(instance.at("/show")).body()).isEqualTo("blue");
    }

    @Test
    @DisplayName("38: clocks 30 s ahead and behind cost a session no more than the difference")
    void clocks_apart_endNoSessionEarlierThanByTheDifference() {
        Instance ahead = start(filter -> filter.clock(() -> clock.instant().plus(SKEW)));
        Instance behind = start(filter -> filter.clock(() -> clock.instant().minus(SKEW)));
        browser.get(behind.at("/set?red"));

        for (Instance instance : new Instance[] {ahead, behind, ahead}) {
            clock.advance(IDLE.minus(SKEW.multipliedBy(2)));
            assertThat(browser.get(instance.at("/show")).body()).isEqualTo("red");
        }

        clock.advance(IDLE.plus(ALLOWANCE).plus(SKEW.multipliedBy(2)));
        assertThat(browser.get(behind.at("/show")).body()).isEqualTo("no session");
    }

    @Test
    @DisplayName("50: an instance that dies between load and save takes nothing with it but its own change")
    void instance_dyingBeforeTheSave_leavesTheSessionAsItWas() {
        on("/die", (request, response) -> {
            request.getSession().setAttribute("cart", "half");
            store.beforeNextWrite(() -> {
                throw new IllegalStateException("killed by the test");
            });
        });
        Instance first = start();
        Instance second = start();
        browser.get(first.at("/set?red"));

        assertThat(browser.get(first.at("/die")).statusCode()).isEqualTo(500);

        assertThat(browser.get(second.at("/show")).body()).isEqualTo("red");
        browser.get(second.at("/set?blue"));
        assertThat(browser.get(second.at("/show")).body()).isEqualTo("blue");
    }
}
