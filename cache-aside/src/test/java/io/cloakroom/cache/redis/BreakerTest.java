package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class BreakerTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong();
    private final Breaker breaker = new Breaker(3, PAUSE, now::get);

    @Test
    void allows_fewerFailuresThanTheLimit_yes() {
        breaker.notAnswered();
        breaker.notAnswered();

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void allows_answersInBetween_theCountBeginsAnew() {
        breaker.notAnswered();
        breaker.notAnswered();
        breaker.answered();
        breaker.notAnswered();
        breaker.notAnswered();

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void allows_open_noneUntilThePauseIsOverThenOne() {
        open();
        assertThat(breaker.allows()).isFalse();

        now.addAndGet(PAUSE.toNanos());

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).as("a second probe").isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void answered_probe_closes() {
        open();
        now.addAndGet(PAUSE.toNanos());
        assertThat(breaker.allows()).isTrue();

        breaker.answered();

        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void notAnswered_probe_anotherPause() {
        open();
        now.addAndGet(PAUSE.toNanos());
        assertThat(breaker.allows()).isTrue();

        breaker.notAnswered();

        assertThat(breaker.allows()).isFalse();
        now.addAndGet(PAUSE.toNanos());
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void allows_probeNeverReportsBack_anotherFollows() {
        open();
        now.addAndGet(PAUSE.toNanos());
        assertThat(breaker.allows()).isTrue();

        now.addAndGet(PAUSE.toNanos());

        assertThat(breaker.allows()).isTrue();
    }

    private void open() {
        breaker.notAnswered();
        breaker.notAnswered();
        breaker.notAnswered();
    }
}
