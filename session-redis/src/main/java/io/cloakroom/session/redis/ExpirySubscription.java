package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.session.store.ExpiryEvents.Subscription;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener with a thread of its own, which looks for expired sessions now and then. The pauses are random, so that
 * the instances of a fleet spread over time.
 */
final class ExpirySubscription implements Subscription {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    /** How long an end waits for a listener that is being told. */
    private static final int PATIENCE_SECONDS = 10;

    private final ExpirySweep sweep;
    private final Duration interval;
    private final Consumer<ExpirySubscription> onClose;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, this::daemon);
    private volatile @Nullable Thread thread;

    private ExpirySubscription(ExpirySweep sweep, Duration interval, Consumer<ExpirySubscription> onClose) {
        this.sweep = sweep;
        this.interval = interval;
        this.onClose = onClose;
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // what comes after the end has nothing left to do
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Begins to look at once. */
    static ExpirySubscription begin(ExpirySweep sweep, Duration interval, Consumer<ExpirySubscription> onClose) {
        ExpirySubscription subscription = new ExpirySubscription(sweep, interval, onClose);
        subscription.executor.execute(subscription::look);
        return subscription;
    }

    /** Whatever goes wrong, the next look comes. */
    private void look() {
        try {
            sweep.run(() -> !executor.isShutdown());
        } catch (RuntimeException | Error e) {
            ExpirySweep.logFailure(e);
        }
        // between half and one and a half times the interval
        long nanos = interval.toNanos() / 2 + ThreadLocalRandom.current().nextLong(interval.toNanos());
        var unused = executor.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    /** Waits until what has been claimed is told, unless it is the listener that closes. */
    @Override
    public void close() {
        onClose.accept(this);
        executor.shutdown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.log(WARNING, "A listener of expired sessions does not return.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread daemon(Runnable work) {
        Thread daemon = new Thread(work, "cloakroom-expiry");
        daemon.setDaemon(true);
        thread = daemon;
        return daemon;
    }
}
