package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Keeps threads from piling up in front of a store that does not answer. It opens when several requests in a row have
 * used up their budget in vain, so that nothing shorter than the budget opens it, or when several are waiting and none
 * has come back for that long, for a store may have no time-out of its own. While it is open, one request a second
 * tries; its success closes it. A try that never comes back does not keep the next one from trying.
 *
 * <p>Own code, because it is this one state and two rules: the usual libraries count each try instead of each request,
 * and have no answer to calls that do not end. No lock, no I/O.
 */
final class CircuitBreaker {

    private static final int FAILURES_IN_A_ROW = 5;
    private static final long PROBE_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger log = System.getLogger(SessionFilter.class.getName());

    private final long budgetNanos;
    private final LongSupplier nanoTime;
    private final AtomicReference<State> state = new AtomicReference<>(State.HEALTHY);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long lastReturn;

    CircuitBreaker(Duration budget) {
        this(budget, System::nanoTime);
    }

    CircuitBreaker(Duration budget, LongSupplier nanoTime) {
        this.budgetNanos = budget.toNanos();
        this.nanoTime = nanoTime;
        this.lastReturn = nanoTime.getAsLong();
    }

    /** Tells whether a request may ask the store. If so, the caller must {@link #leave} when that is done. */
    boolean tryEnter() {
        State current = requireNonNull(state.get());
        long now = nanoTime.getAsLong();
        if (!current.open() && isStuck(now)) {
            open(current, now);
            return false;
        }
        if (current.open() && !claimsProbe(current, now)) {
            return false;
        }
        if (waiting.getAndIncrement() == 0) {
            lastReturn = now;
        }
        return true;
    }

    /** The store has answered, whatever it was. */
    void succeeded() {
        if (requireNonNull(state.getAndSet(State.HEALTHY)).open()) {
            log.log(Level.INFO, "The session store answers again");
        }
    }

    /** A request has used up its budget. */
    void failed() {
        long now = nanoTime.getAsLong();
        State before = requireNonNull(state.getAndUpdate(current -> current.afterFailure(now)));
        if (!before.open() && before.afterFailure(now).open()) {
            warn();
        }
    }

    void leave() {
        lastReturn = nanoTime.getAsLong();
        waiting.decrementAndGet();
    }

    private boolean isStuck(long now) {
        return waiting.get() >= FAILURES_IN_A_ROW && now - lastReturn > budgetNanos;
    }

    private void open(State current, long now) {
        if (state.compareAndSet(current, State.openAt(now))) {
            warn();
        }
    }

    private static void warn() {
        log.log(
                Level.WARNING,
                "The session store does not answer: requests that need their session are refused at once, except for"
                        + " one a second");
    }

    /** Of all who come when it is time, one gets to try, and moves the time on. */
    private boolean claimsProbe(State current, long now) {
        return now - current.probeAtNanos() >= 0 && state.compareAndSet(current, State.openAt(now));
    }

    private record State(int failures, boolean open, long probeAtNanos) {

        private static final State HEALTHY = new State(0, false, 0);

        static State openAt(long now) {
            return new State(FAILURES_IN_A_ROW, true, now + PROBE_INTERVAL_NANOS);
        }

        /** A probe that fails changes nothing: it has moved the time of the next one when it began. */
        State afterFailure(long now) {
            if (open) {
                return this;
            }
            return failures + 1 < FAILURES_IN_A_ROW ? new State(failures + 1, false, 0) : openAt(now);
        }
    }
}
