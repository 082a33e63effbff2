package io.cloakroom.session.dynamodb;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;

/**
 * Does behind the requests' backs what no request needs to wait for, in the order in which it came. When the table
 * cannot keep up, further work is dropped, so that memory stays bounded: only what may get lost belongs here.
 */
final class WriteBehind implements AutoCloseable {

    private static final System.Logger log = System.getLogger(DynamoDbSessionStore.class.getName());

    private static final int CAPACITY = 1_000;
    private static final int IDLE_SECONDS = 30;

    private final Timeouts timeouts;
    private final ThreadPoolExecutor executor;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    WriteBehind(Timeouts timeouts) {
        this.timeouts = timeouts;
        executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CAPACITY),
                WriteBehind::daemon,
                new DiscardPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Takes some work, or drops it if there is too much; never waits.
     *
     * @param work what to do
     * @param whenLost what to log if it fails: a warning the first time
     */
    void add(Runnable work, String whenLost) {
        executor.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                lost(whenLost, e);
            }
        });
    }

    /** One line shows that work gets lost; the operations that somebody waits for report the same failure. */
    private void lost(String message, RuntimeException e) {
        boolean expected = executor.isShutdown() || !warned.add(message);
        log.log(expected ? Level.DEBUG : Level.WARNING, message, e);
    }

    /** Gives the work that waits as long as one operation may take; drops the rest. */
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
        Thread thread = new Thread(work, "cloakroom-session-write-behind");
        thread.setDaemon(true);
        return thread;
    }
}
