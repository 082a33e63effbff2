package io.cloakroom.session.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs callers at the same moment, each on its own thread. */
final class Race {

    private static final int PATIENCE_SECONDS = 50;

    private Race() {}

    /** Returns what the callers returned, in their order; throws what the first of them threw. */
    static <T> List<T> run(List<? extends Callable<? extends T>> callers) throws Exception {
        CyclicBarrier start = new CyclicBarrier(callers.size());
        ExecutorService threads = Executors.newFixedThreadPool(callers.size());
        try {
            List<Future<T>> runs = new ArrayList<>();
            for (Callable<? extends T> caller : callers) {
                runs.add(threads.submit(() -> {
                    start.await();
                    return caller.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> run : runs) {
                results.add(run.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
