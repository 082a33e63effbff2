package io.cloakroom.cache;

import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The route of a cache that shares its values with other instances. Holds what all its searches have in common. */
final class SharedRoute<K, V> implements Route<K, V> {

    final SharedSpace space;
    final LocalTier<V> local;
    final Shelf<V> shelf;
    final TimeToLive timeToLive;
    final Duration leaseTime;
    final Recorder recorder;
    private final KeyCodec<K> keys;

    SharedRoute(
            SharedSpace space,
            LocalTier<V> local,
            KeyCodec<K> keys,
            Shelf<V> shelf,
            TimeToLive timeToLive,
            Duration leaseTime,
            Recorder recorder) {
        this.space = space;
        this.local = local;
        this.keys = keys;
        this.shelf = shelf;
        this.timeToLive = timeToLive;
        this.leaseTime = leaseTime;
        this.recorder = recorder;
    }

    @Override
    public Object cell(K key) {
        return keys.encode(key);
    }

    @Override
    public CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor) {
        return new SharedSearch<K, V>(this, key, (String) cell, loader, executor).begin();
    }

    @Override
    public CompletableFuture<@Nullable V> peek(Object cell, Executor executor) {
        return space.read((String) cell, false)
                .toCompletableFuture()
                .handleAsync(
                        (reading, failure) -> {
                            if (failure == null) {
                                return shelf.unpack(reading);
                            }
                            recorder.count(Recorder.Event.SHARED_FAILURE);
                            return null;
                        },
                        executor);
    }

    @Override
    public CompletionStage<Void> invalidate(Object cell) {
        return space.invalidate((String) cell);
    }
}
