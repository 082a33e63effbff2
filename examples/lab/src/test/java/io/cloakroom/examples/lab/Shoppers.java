package io.cloakroom.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Tabs of one browser that add one item after the other to one cart, and note what they are answered. */
final class Shoppers implements AutoCloseable {

    private static final int TABS = 4;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI cart;
    private final Customer customer;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
    private final Set<String> newTickets = ConcurrentHashMap.newKeySet();
    private final AtomicLong faultAt = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong recoveredAfter = new AtomicLong();
    private final AtomicReference<Throwable> surprise = new AtomicReference<>();
    private final List<Thread> tabs;
    private volatile boolean ended;

    private Shoppers(URI cart) throws IOException, InterruptedException {
        this.cart = cart;
        this.customer = Customer.withFirstItem(cart, "first");
        this.tabs = IntStream.range(0, TABS)
                .mapToObj(tab -> new Thread(() -> shop(tab), "tab-" + tab))
                .toList();
        tabs.forEach(tab -> tab.setUncaughtExceptionHandler((thread, failure) -> surprise.set(failure)));
    }

    /** Begins, and returns when the first additions are acknowledged. */
    static Shoppers begin(URI cart) throws IOException, InterruptedException {
        Shoppers shoppers = new Shoppers(cart);
        shoppers.tabs.forEach(Thread::start);
        shoppers.awaitMore();
        return shoppers;
    }

    /** Does harm, and measures from then on. */
    void fault(Runnable harm) {
        harm.run();
        faultAt.set(System.nanoTime());
    }

    /** Waits until an addition is acknowledged that began after the fault, and says how long that took. */
    Duration recovery() {
        until("additions are acknowledged again", () -> recoveredAfter.get() > 0);
        return Duration.ofNanos(recoveredAfter.get());
    }

    void awaitMore() {
        int goal = acknowledged.size() + 100;
        until("more additions are acknowledged", () -> acknowledged.size() >= goal);
    }

    /** Ends it. What was acknowledged must be in the cart, which the first ticket opens still. */
    void assertNothingIsLost() throws Exception {
        ended = true;
        for (Thread tab : tabs) {
            tab.join();
        }
        assertThat(surprise.get()).isNull();
        assertThat(newTickets).as("tickets that replaced the first one").isEmpty();
        assertThat(answers.keySet()).as("answers: %s", answers).isSubsetOf(204, 503);
        assertThat(customer.items(cart)).contains("first").containsAll(acknowledged);
    }

    /** Returns what there is to print. */
    String figures() {
        return "answered again after " + recoveredAfter.get() / 1_000_000 + " ms, answers by status " + answers;
    }

    private void shop(int tab) {
        for (int n = 0; !ended; n++) {
            String item = tab + "-" + n;
            long start = System.nanoTime();
            try {
                HttpResponse<String> answer = customer.post(cart, item);
                answers.merge(answer.statusCode(), 1, Integer::sum);
                answer.headers().firstValue("Set-Cookie").ifPresent(newTickets::add);
                if (answer.statusCode() == 204) {
                    acknowledged.add(item);
                    noteSuccess(start);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the instance did not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void noteSuccess(long start) {
        long fault = faultAt.get();
        if (fault != Long.MAX_VALUE && start > fault) {
            recoveredAfter.compareAndSet(0, System.nanoTime() - fault);
        }
    }

    private void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("still waiting until %s; answers by status %s", what, answers)
                    .isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
