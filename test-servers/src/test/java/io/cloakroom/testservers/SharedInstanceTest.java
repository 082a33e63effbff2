package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SharedInstanceTest {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean usable = new AtomicBoolean(true);

    @Test
    void get_manyThreads_makesOne() throws Exception {
        SharedInstance<Integer> shared = new SharedInstance<>(made::incrementAndGet, instance -> usable.get());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> calls = Stream.generate(() -> (Callable<Integer>) shared::get)
                    .limit(8)
                    .toList();
            for (Future<Integer> result : threads.invokeAll(calls)) {
                assertThat(result.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void get_noLongerUsable_makesAnother() {
        SharedInstance<Integer> shared = new SharedInstance<>(made::incrementAndGet, instance -> usable.get());
        assertThat(shared.get()).isEqualTo(1);
        usable.set(false);
        assertThat(shared.get()).isEqualTo(2);
    }

    @Test
    void get_afterAFailure_triesAgain() {
        SharedInstance<Integer> shared = new SharedInstance<>(this::failAtFirst, instance -> usable.get());
        assertThatThrownBy(shared::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("disk full");
        assertThat(shared.get()).isEqualTo(2);
    }

    private int failAtFirst() {
        if (made.incrementAndGet() == 1) {
            throw new IllegalStateException("disk full");
        }
        return made.get();
    }
}
