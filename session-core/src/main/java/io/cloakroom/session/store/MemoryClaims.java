package io.cloakroom.session.store;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Claims expired sessions of an in-memory store while somebody listens, each listener in a thread of its own. */
final class MemoryClaims {

    private static final Logger log = System.getLogger(MemoryClaims.class.getName());
    private static final long INTERVAL_MILLIS = 250;
    private static final long PATIENCE_SECONDS = 10;

    private final Claim claim;
    private final Set<Claimer> claimers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Begins with no listener.
     *
     * @param claim removes what has expired
     */
    MemoryClaims(Claim claim) {
        this.claim = claim;
    }

    boolean hasListeners() {
        return !claimers.isEmpty();
    }

    Subscription begin(ExpiryListener listener) {
        if (closed) {
            throw new IllegalStateException("The store is closed: nobody would hear of expired sessions.");
        }
        Claimer claimer = new Claimer(listener);
        claimers.add(claimer);
        claimer.begin();
        return claimer;
    }

    void close() {
        closed = true;
        claimers.forEach(Claimer::close);
    }

    /** Removes what has expired, and tells of each session before it removes the next one. */
    @FunctionalInterface
    interface Claim {

        /**
         * Claims all that has expired.
         *
         * @param goOn is asked before each session
         * @param listener hears of what was removed
         */
        void run(BooleanSupplier goOn, ExpiryListener listener);
    }

    /** One listener, and the thread that claims for it. */
    private final class Claimer implements Subscription {

        private final ExpiryListener listener;
        private final AtomicBoolean failed = new AtomicBoolean();
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, this::newThread);
        private volatile @Nullable Thread thread;

        Claimer(ExpiryListener listener) {
            this.listener = listener;
        }

        private Thread newThread(Runnable task) {
            Thread made = new Thread(task, "cloakroom-session-expiry");
            made.setDaemon(true);
            thread = made;
            return made;
        }

        void begin() {
            var unused = executor.scheduleWithFixedDelay(
                    () -> claim.run(() -> !executor.isShutdown(), this::tell),
                    INTERVAL_MILLIS,
                    INTERVAL_MILLIS,
                    TimeUnit.MILLISECONDS);
        }

        private void tell(StoreKey key, SessionRecord last) {
            try {
                listener.expired(key, last);
            } catch (RuntimeException | Error e) {
                Level level = failed.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
                log.log(level, "A listener to the expiry of sessions failed", e);
            }
        }

        /** Waits until what has been claimed is told, unless it is the listener that closes. */
        @Override
        public void close() {
            claimers.remove(this);
            executor.shutdown();
            if (Thread.currentThread() == thread) {
                return;
            }
            try {
                if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    log.log(Level.WARNING, "A listener to the expiry of sessions does not return");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
