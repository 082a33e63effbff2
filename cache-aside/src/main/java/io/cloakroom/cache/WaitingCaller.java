package io.cloakroom.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lends the thread that waits for a flight to the steps of that flight, so that the loader runs with the thread-locals
 * of its caller and decoding does not burden the tier's I/O threads. When the caller leaves early, interrupted, another
 * executor takes over: other callers may wait for the same flight.
 */
final class WaitingCaller implements Executor {

    private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final Executor successor;
    private final ReentrantLock lock = new ReentrantLock(); // guards that no step is queued after the caller left
    private boolean left;

    WaitingCaller(Executor successor) {
        this.successor = successor;
    }

    @Override
    public void execute(Runnable step) {
        if (!enqueue(step)) {
            successor.execute(step);
        }
    }

    /** Runs the steps until the result is there. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing in it can fail
    <T> T await(CompletableFuture<T> result) throws InterruptedException {
        result.whenComplete((value, failure) -> enqueue(() -> {})); // wakes the loop below
        try {
            while (!result.isDone()) {
                steps.take().run();
            }
            return result.join();
        } finally {
            leave();
        }
    }

    private boolean enqueue(Runnable step) {
        lock.lock();
        try {
            return !left && steps.add(step);
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            left = true;
        } finally {
            lock.unlock();
        }
        for (Runnable step = steps.poll(); step != null; step = steps.poll()) {
            successor.execute(step);
        }
    }
}
