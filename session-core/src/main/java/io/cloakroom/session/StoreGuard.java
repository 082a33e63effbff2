package io.cloakroom.session;

import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The way of one request to the store: what a short outage gets in the way of is tried again until the request's budget
 * is used up, and a longer outage is left to the {@link CircuitBreaker}. The budget is one for the whole request and
 * counts only the time spent here.
 */
final class StoreGuard {

    private static final long MIN_PAUSE_NANOS = 2_000_000;
    private static final long MAX_PAUSE_NANOS = 64_000_000;

    private final CircuitBreaker breaker;
    private final AtomicLong leftNanos;

    StoreGuard(CircuitBreaker breaker, Duration budget) {
        this.breaker = breaker;
        this.leftNanos = new AtomicLong(budget.toNanos());
    }

    /** Calls the store, for an answer that means the same when the call was repeated. */
    <T> T call(Supplier<T> call) {
        return call(call, any -> true);
    }

    <T> T call(Supplier<T> call, Predicate<T> meaningfulAfterRepetition) {
        if (!breaker.tryEnter()) {
            throw new SessionStoreUnavailableException(
                    "The session store has not answered the requests before this one, and is not asked again yet",
                    null);
        }
        long start = System.nanoTime();
        try {
            T answer = repeated(call, meaningfulAfterRepetition, start + leftNanos.get());
            breaker.succeeded();
            return answer;
        } catch (SessionStoreUnavailableException e) {
            breaker.failed();
            throw e;
        } finally {
            breaker.leave();
            leftNanos.addAndGet(start - System.nanoTime());
        }
    }

    private static <T> T repeated(Supplier<T> call, Predicate<T> meaningfulAfterRepetition, long deadline) {
        long pause = MIN_PAUSE_NANOS;
        SessionStoreUnavailableException failure = null;
        while (true) {
            long start = System.nanoTime();
            T answer;
            try {
                answer = call.get();
            } catch (SessionStoreUnavailableException e) {
                failure = e;
                pauseBeforeAnotherTry(System.nanoTime() - start, pause, deadline, e);
                pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
                continue;
            }
            if (failure != null && !meaningfulAfterRepetition.test(answer)) {
                throw new SessionStoreUnavailableException("It is not known whether the session was saved", failure);
            }
            return answer;
        }
    }

    /** Gives up where another try that takes as long would use up more than the budget. */
    private static void pauseBeforeAnotherTry(
            long tryNanos, long pause, long deadline, SessionStoreUnavailableException failure) {
        if (deadline - System.nanoTime() < tryNanos + pause
                || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        LockSupport.parkNanos(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2));
    }
}
