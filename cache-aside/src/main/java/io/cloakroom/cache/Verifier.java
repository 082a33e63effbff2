package io.cloakroom.cache;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * Compares a share of the hits with the source, in the background. A difference alone proves nothing: the value may have
 * been changed a moment ago, and its invalidation be under way. So it is looked at again after a while: only if the cache
 * still serves the value that differed, nobody has invalidated it.
 */
final class Verifier {

    private static final int AT_ONCE = 8;

    private final double share;
    private final Duration lag;
    private final Executor background;
    private final Recorder recorder;
    private final Semaphore free = new Semaphore(AT_ONCE);

    /**
     * Creates a verifier.
     *
     * @param share what share of the hits to look at, 0 to 1
     * @param lag how long an invalidation may take to arrive
     */
    Verifier(double share, Duration lag, Executor background, Recorder recorder) {
        this.share = share;
        this.lag = lag;
        this.background = background;
        this.recorder = recorder;
    }

    /**
     * Perhaps looks at a hit.
     *
     * @param source asks the source
     * @param servedNow what the cache has
     */
    <V> void look(V served, Callable<@Nullable V> source, Supplier<@Nullable V> servedNow) {
        if (share > 0 && ThreadLocalRandom.current().nextDouble() < share && free.tryAcquire()) {
            background.execute(() -> compare(served, source, servedNow));
        }
    }

    private <V> void compare(V served, Callable<@Nullable V> source, Supplier<@Nullable V> servedNow) {
        if (matches(served, source)) {
            end(true);
        } else {
            delayedExecutor(lag.toNanos(), NANOSECONDS, background)
                    .execute(() -> end(!Objects.deepEquals(served, servedNow.get()) || matches(served, source)));
        }
    }

    private void end(boolean matched) {
        free.release();
        recorder.verified(matched);
    }

    // what cannot be loaded cannot be compared
    private static <V> boolean matches(V served, Callable<@Nullable V> source) {
        try {
            return Objects.deepEquals(served, source.call());
        } catch (Exception e) {
            return true;
        }
    }
}
