package io.cloakroom.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The way from a key to its value, through the tiers that a cache has. */
interface Route<K, V> {

    /** What stands for the key in the local tier. */
    Object cell(K key);

    /**
     * Finds the value or loads it. The future never completes exceptionally.
     *
     * @param executor runs the steps that may take time: decoding and the loader
     */
    CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor);

    /**
     * Finds the values of many keys or loads them, together as far as possible.
     *
     * @param cells what stands for each key
     * @param single loads what cannot be loaded together
     * @param bulk loads many values, or {@code null}
     */
    Map<K, CompletableFuture<Outcome<V>>> searchAll(
            Map<K, Object> cells,
            CacheLoader<? super K, ? extends V> single,
            @Nullable BulkLoader<K, V> bulk,
            Executor executor);

    /** Reads the value that lies in the shared tier; {@code null} if there is none, or no such tier. */
    CompletableFuture<@Nullable V> peek(Object cell, Executor executor);

    /** Loads a value anew in the background, unless somebody does already. */
    void refresh(K key, Object cell, CacheLoader<? super K, ? extends V> loader);

    /** Stores a value that nobody has loaded and kills the loads that began earlier. */
    CompletableFuture<Void> put(K key, Object cell, V value);

    /**
     * Takes the value out of all tiers and kills the loads that began earlier.
     *
     * @param position what later loads must have seen, or {@code null}
     */
    CompletableFuture<Void> invalidate(Object cell, @Nullable String position);

    /** Outdates all values with one of some tags, those included that are being loaded. */
    CompletableFuture<Void> invalidateTags(Collection<String> tags);

    /** What a load of a key must have seen, as far as this process knows, or {@code null}. No round trip. */
    @Nullable String requiredPosition(Object cell);

    /** Whether the shared tier is asked at present. */
    boolean isAvailable();

    /** How many invalidations wait to be delivered. */
    int waitingInvalidations();
}
