package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.StoreKey;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes touches behind the requests' backs, in the order in which they came. When the table cannot keep up, further
 * touches are dropped: the sessions concerned live shorter by the time by which touches are throttled, and memory stays
 * bounded.
 */
final class TouchQueue implements AutoCloseable {

    private static final System.Logger log = System.getLogger(DynamoDbSessionStore.class.getName());

    private static final int CAPACITY = 1_000;
    private static final int IDLE_SECONDS = 30;

    private final TableCalls calls;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final ThreadPoolExecutor executor;
    private final AtomicBoolean warned = new AtomicBoolean();

    TouchQueue(TableCalls calls, Timeouts timeouts, InstantSource clock) {
        this.calls = calls;
        this.timeouts = timeouts;
        this.clock = clock;
        executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CAPACITY),
                TouchQueue::daemon,
                new DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    /** Takes a touch, or drops it if there are too many; never waits. */
    void add(StoreKey key, long generation, SessionAccess access) {
        executor.execute(() -> {
            try {
                touch(key, generation, access);
            } catch (RuntimeException e) {
                lost(e);
            }
        });
    }

    /** One line shows that touches get lost; the operations that somebody waits for report the same failure. */
    private void lost(RuntimeException e) {
        boolean expected = executor.isShutdown() || warned.getAndSet(true);
        log.log(expected ? Level.DEBUG : Level.WARNING, "A touch of a session in DynamoDB is lost", e);
    }

    private void touch(StoreKey key, long generation, SessionAccess access) {
        Deadline deadline = new Deadline(timeouts);
        TimesWrite times = TimesWrite.of(access, null);
        while (!times.isVoid()) {
            Instant now = clock.instant();
            Expression expression = Expression.ifLive(generation, now);
            times.addTo(expression);
            if (!(calls.update(key, expression, deadline) instanceof Refused refused)
                    || !(ItemReader.stateOf(refused.stored(), now) instanceof Live live)
                    || live.session().metadata().generation() != generation) {
                return;
            }
            times = times.notOlderThan(live.session().metadata());
        }
    }

    /** Gives the touches that wait as long as one operation may take; drops the rest. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            executor.awaitTermination(timeouts.total().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "cloakroom-session-touch");
        thread.setDaemon(true);
        return thread;
    }
}
