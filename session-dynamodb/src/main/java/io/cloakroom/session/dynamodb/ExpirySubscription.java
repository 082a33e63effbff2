package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listener with a thread of its own, which looks for expired sessions from time to time. */
final class ExpirySubscription implements Subscription {

    private static final System.Logger log = System.getLogger(DynamoDbSessionStore.class.getName());

    /** How long an end waits for a listener that is being told. */
    private static final int PATIENCE_SECONDS = 10;

    private final ExpirySweep sweep;
    private final ExpiryListener listener;
    private final Consumer<ExpirySubscription> whenClosed;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(this::daemon);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile @Nullable Thread thread;
    private volatile @Nullable Future<?> looks;

    private ExpirySubscription(ExpirySweep sweep, ExpiryListener listener, Consumer<ExpirySubscription> whenClosed) {
        this.sweep = sweep;
        this.listener = listener;
        this.whenClosed = whenClosed;
    }

    /**
     * Begins to look, the first time after a part of the interval by chance: instances started together spread out.
     *
     * @param whenClosed hears when this subscription has ended
     */
    static ExpirySubscription begin(
            ExpirySweep sweep, ExpiryListener listener, Duration interval, Consumer<ExpirySubscription> whenClosed) {
        ExpirySubscription subscription = new ExpirySubscription(sweep, listener, whenClosed);
        long nanos = interval.toNanos();
        subscription.looks = subscription.executor.scheduleWithFixedDelay(
                subscription::look, ThreadLocalRandom.current().nextLong(nanos), nanos, TimeUnit.NANOSECONDS);
        return subscription;
    }

    private void look() {
        try {
            sweep.run(listener, () -> !closed.get());
        } catch (Throwable e) {
            // whatever it is: an executor never repeats work that has thrown, and nobody would hear of it
            Level level = closed.get() || warned.getAndSet(true) ? Level.DEBUG : Level.WARNING;
            log.log(level, "Expired sessions in DynamoDB could not be looked for; the next look will find them", e);
        }
    }

    /** Waits for a look that is under way, unless it is the one that calls. */
    @Override
    public void close() {
        closed.set(true);
        Future<?> further = looks;
        if (further != null) {
            further.cancel(false);
        }
        executor.shutdown();
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
        whenClosed.accept(this);
    }

    private void awaitEnd() {
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.log(Level.WARNING, "A listener to expired sessions is still busy with the last one");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread daemon(Runnable work) {
        Thread daemon = new Thread(work, "cloakroom-session-expiry");
        daemon.setDaemon(true);
        thread = daemon;
        return daemon;
    }
}
