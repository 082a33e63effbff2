package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofMillis(100), now::get);

    @Test
    void failed_fourTimesAndThenNot_staysClosed() {
        for (int round = 0; round < 10; round++) {
            fail(4);
            assertThat(breaker.tryEnter()).isTrue();
            breaker.succeeded();
            breaker.leave();
        }

        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void failed_fiveTimesInARow_opens() {
        fail(5);

        assertThat(breaker.tryEnter()).isFalse();
    }

    @Test
    void tryEnter_open_letsOneThroughEachSecond() {
        fail(5);

        for (int second = 0; second < 3; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(breaker.tryEnter())
                    .as("the probe, even if the one before hangs")
                    .isTrue();
            assertThat(breaker.tryEnter()).as("the next one").isFalse();
        }
    }

    @Test
    void failed_probe_staysOpenForAnotherSecond() {
        fail(5);
        pass(Duration.ofSeconds(1));
        fail(1);

        pass(Duration.ofMillis(999));
        assertThat(breaker.tryEnter()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void succeeded_probe_closes() {
        fail(5);
        pass(Duration.ofSeconds(1));
        assertThat(breaker.tryEnter()).isTrue();
        breaker.succeeded();
        breaker.leave();

        assertThat(breaker.tryEnter()).isTrue();
        fail(4);
        assertThat(breaker.tryEnter()).as("failures are counted from zero").isTrue();
    }

    @Test
    void tryEnter_fiveStuckForLongerThanTheBudget_opens() {
        enter(5);
        pass(Duration.ofMillis(100));
        assertThat(breaker.tryEnter()).isTrue();
        pass(Duration.ofMillis(1));

        assertThat(breaker.tryEnter()).isFalse();
    }

    @Test
    void tryEnter_fourStuck_staysClosed() {
        enter(4);
        pass(Duration.ofHours(1));

        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void tryEnter_manyAtWorkAndOneDone_staysClosed() {
        enter(20);
        pass(Duration.ofMillis(99));
        breaker.succeeded();
        breaker.leave();
        pass(Duration.ofMillis(99));

        assertThat(breaker.tryEnter()).isTrue();
    }

    @Test
    void tryEnter_afterAQuietHour_countsFromNow() {
        pass(Duration.ofHours(1));
        enter(6);

        assertThat(breaker.tryEnter()).isTrue();
    }

    private void fail(int times) {
        for (int time = 0; time < times; time++) {
            assertThat(breaker.tryEnter()).isTrue();
            breaker.failed();
            breaker.leave();
        }
    }

    private void enter(int times) {
        for (int time = 0; time < times; time++) {
            assertThat(breaker.tryEnter()).isTrue();
        }
    }

    private void pass(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
