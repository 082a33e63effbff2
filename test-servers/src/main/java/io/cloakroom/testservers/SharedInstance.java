package io.cloakroom.testservers;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One instance of something costly for everybody in this JVM: made on first use, by one thread while the others wait,
 * and made anew when it is no longer usable, as a server that a test has killed. What could not be made is tried again.
 * Safe for use by many threads.
 *
 * @param <T> the type of the instance
 */
public final class SharedInstance<T> {

    private final Supplier<? extends T> maker;
    private final Predicate<? super T> usable;
    private final AtomicReference<@Nullable FutureTask<T>> current = new AtomicReference<>();

    /**
     * Prepares an instance; nothing is made yet.
     *
     * @param maker makes the instance
     * @param usable says whether an instance can still be handed out
     */
    public SharedInstance(Supplier<? extends T> maker, Predicate<? super T> usable) {
        this.maker = requireNonNull(maker, "maker");
        this.usable = requireNonNull(usable, "usable");
    }

    /**
     * Finds or makes the instance.
     *
     * @return the instance, usable when this method looked
     * @throws RuntimeException what the maker has thrown, to everybody who waited for it
     */
    public T get() {
        while (true) {
            FutureTask<T> before = current.get();
            if (before != null && !isSpent(before)) {
                return resultOf(before);
            }
            FutureTask<T> next = new FutureTask<>(maker::get);
            if (current.compareAndSet(before, next)) {
                next.run();
                return resultOf(next);
            }
        }
    }

    private boolean isSpent(FutureTask<T> task) {
        if (!task.isDone()) {
            return false;
        }
        try {
            return !usable.test(resultOf(task));
        } catch (RuntimeException e) {
            return true;
        }
    }

    private static <T> T resultOf(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another thread starts the shared instance", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
