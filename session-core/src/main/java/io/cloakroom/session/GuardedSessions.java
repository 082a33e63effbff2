package io.cloakroom.session;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stored sessions as one request reaches them: what a short outage gets in the way of is tried again until the
 * request's budget is used up, and a longer one is left to the {@link CircuitBreaker}. The budget is one for the whole
 * request and counts only the time spent here.
 *
 * <p>Writes are repeated too, although the first try may have been stored without an answer:
 *
 * <ul>
 *   <li>a create, an end and a change of the id are recognised when they are repeated;
 *   <li>a save over any version stores the same bytes again, as if it had been a little slower;
 *   <li>a save over a certain version is either stored once, or the repetition conflicts. Then nobody can tell whether
 *       the other write was our own, so neither merging nor trying again is safe, and the store counts as unavailable.
 * </ul>
 */
final class GuardedSessions implements SessionRepository {

    private static final long MIN_PAUSE_NANOS = 2_000_000;
    private static final long MAX_PAUSE_NANOS = 64_000_000;

    private final SessionRepository delegate;
    private final CircuitBreaker breaker;
    private final AtomicLong leftNanos;

    GuardedSessions(SessionRepository delegate, CircuitBreaker breaker, Duration budget) {
        this.delegate = delegate;
        this.breaker = breaker;
        this.leftNanos = new AtomicLong(budget.toNanos());
    }

    @Override
    public boolean isWellFormed(String ticket) {
        return delegate.isWellFormed(ticket);
    }

    @Override
    public @Nullable Origin load(String ticket) {
        return guarded(() -> new Loaded(delegate.load(ticket)), any -> true).origin();
    }

    @Override
    public String newId() {
        return delegate.newId();
    }

    @Override
    public @Nullable String ticketInAdvance(String sessionId) {
        return delegate.ticketInAdvance(sessionId);
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        return guarded(() -> delegate.create(sessionId, record), any -> true);
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        return guarded(() -> delegate.save(origin, changes), outcome -> !(outcome instanceof SaveOutcome.Conflict));
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        return guarded(() -> delegate.changeId(origin, newId, changes), any -> true);
    }

    @Override
    public boolean delete(Origin origin) {
        return guarded(() -> delegate.delete(origin), any -> true);
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        return delegate.touch(origin, access);
    }

    @Override
    public boolean isKnownToClientOnly() {
        return delegate.isKnownToClientOnly();
    }

    private <T> T guarded(Supplier<T> call, Predicate<T> meaningfulAfterRepetition) {
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

    /** What a load has found, which may be nothing. */
    private record Loaded(@Nullable Origin origin) {}
}
