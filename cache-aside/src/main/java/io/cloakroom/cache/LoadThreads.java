package io.cloakroom.cache;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a cache for loads that no caller lends its thread to. The common pool will not do: it has one thread
 * for each processor, loaders block, and what they wait for may need a thread of that pool.
 */
final class LoadThreads {

    private static final long IDLE_SECONDS = 10;

    private LoadThreads() {}

    /** No thread is started before it is needed, and none stays, so there is nothing to shut down. */
    static Executor of(String namespace) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    var thread = new Thread(work, "cloakroom-cache-" + namespace);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
