package io.cloakroom.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** Reads the value that lies in the shared tier; {@code null} if there is none, or no such tier. */
    CompletableFuture<@Nullable V> peek(Object cell, Executor executor);

    /** Takes the value out of the shared tier and kills the loads that began earlier. */
    CompletionStage<Void> invalidate(Object cell);
}
