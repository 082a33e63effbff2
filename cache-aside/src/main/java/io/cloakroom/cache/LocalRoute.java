package io.cloakroom.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The route of a cache in process only. An invalidation detaches the flight, so whoever finds a flight may have it. */
final class LocalRoute<K, V> implements Route<K, V> {

    /** The only epoch of a cache that nobody else changes. */
    static final long EPOCH = 1;

    private final LocalTier<V> local;
    private final TimeToLive timeToLive;
    private final Recorder recorder;

    LocalRoute(LocalTier<V> local, TimeToLive timeToLive, Recorder recorder) {
        this.local = local;
        this.timeToLive = timeToLive;
        this.recorder = recorder;
    }

    @Override
    public Object cell(K key) {
        return key;
    }

    @Override
    public CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor) {
        var mine = new Flight<V>(EPOCH);
        Flight<V> flight = local.join(cell, mine);
        if (flight == mine) {
            executor.execute(() -> local.land(cell, mine, load(key, loader)));
        } else {
            recorder.count(Recorder.Event.JOINED);
        }
        return flight;
    }

    @Override
    public CompletableFuture<@Nullable V> peek(Object cell, Executor executor) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> invalidate(Object cell) {
        return CompletableFuture.completedFuture(null);
    }

    // whatever a loader throws belongs to its callers, errors included: the flight must end
    @SuppressWarnings("CatchingUnchecked")
    private Outcome<V> load(K key, CacheLoader<? super K, ? extends V> loader) {
        try {
            V value = recorder.<K, V>load(loader, key);
            return value == null
                    ? Outcome.passing(null, Outcome.ANYBODY)
                    : Outcome.kept(value, timeToLive.next().toNanos());
        } catch (Throwable failure) {
            return Outcome.failed(failure);
        }
    }
}
