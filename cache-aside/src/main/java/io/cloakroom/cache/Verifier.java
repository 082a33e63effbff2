package io.cloakroom.cache;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Objects;
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

    /** Perhaps looks at a hit. */
    <K, V> void look(K key, V served, CacheLoader<? super K, ? extends V> loader, Supplier<@Nullable V> servedNow) {
        if (share > 0 && ThreadLocalRandom.current().nextDouble() < share && free.tryAcquire()) {
            background.execute(() -> compare(key, served, loader, servedNow));
        }
    }

    private <K, V> void compare(
            K key, V served, CacheLoader<? super K, ? extends V> loader, Supplier<@Nullable V> servedNow) {
        if (matches(key, served, loader)) {
            end(true);
        } else {
            delayedExecutor(lag.toNanos(), NANOSECONDS, background)
                    .execute(() -> end(!Objects.deepEquals(served, servedNow.get()) || matches(key, served, loader)));
        }
    }

    private void end(boolean matched) {
        free.release();
        recorder.verified(matched);
    }

    // what cannot be loaded cannot be compared
    private static <K, V> boolean matches(K key, V served, CacheLoader<? super K, ? extends V> loader) {
        try {
            @Nullable V actual = loader.load(key, new LoadOrder(Duration.ofMinutes(1), null));
            return Objects.deepEquals(served, actual);
        } catch (Exception e) {
            return true;
        }
    }
}
