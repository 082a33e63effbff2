package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CacheAside} whose methods do not wait: each returns a future, which completes on a thread of the cache's
 * {@link CacheAsideBuilder#executor executor}, where the loader runs too, or of the shared tier. What the futures
 * promise, and what they fail with, is what the methods of the same name of {@link CacheAside} return and throw;
 * {@code join()} wraps it in a {@link java.util.concurrent.CompletionException}. To cancel or complete a future has no
 * effect on the load. Safe for use by many threads at once.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class AsyncCacheAside<K, V> {

    private final CacheAside<K, V> cache;
    private final CacheLoader<? super K, ? extends V> loader;
    private final @Nullable BulkLoader<K, V> bulkLoader;

    AsyncCacheAside(
            CacheAside<K, V> cache, CacheLoader<? super K, ? extends V> loader, @Nullable BulkLoader<K, V> bulkLoader) {
        this.cache = cache;
        this.loader = loader;
        this.bulkLoader = bulkLoader;
    }

    /**
     * Returns the value of a key, like {@link CacheAside#get(Object)}.
     *
     * @param key the key
     * @return the value, or a failure with {@link LoadFailedException}
     */
    public CompletableFuture<Optional<V>> get(K key) {
        return get(key, loader);
    }

    /**
     * Returns the value of a key, like {@link CacheAside#get(Object, CacheLoader)}.
     *
     * @param key the key
     * @param loader reads the value from where it really lives
     * @return the value, or a failure with {@link LoadFailedException}
     */
    public CompletableFuture<Optional<V>> get(K key, CacheLoader<? super K, ? extends V> loader) {
        requireNonNull(loader, "loader");
        Object cell = cache.route().cell(requireNonNull(key, "key"));
        Outcome<V> hit = cache.findLocally(key, cell, loader);
        CompletableFuture<Outcome<V>> outcome = hit != null
                ? CompletableFuture.completedFuture(hit)
                : cache.calls().begin(executor -> cache.route().search(key, cell, loader, executor));
        return outcome.thenApply(cache::value);
    }

    /**
     * Returns the values of some keys, like {@link CacheAside#getAll(Collection)}.
     *
     * @param keys the keys; may be empty
     * @return the values of those that have one, or a failure with {@link LoadFailedException}
     */
    public CompletableFuture<Map<K, V>> getAll(Collection<? extends K> keys) {
        List<K> all = List.copyOf(keys);
        var missing = new LinkedHashMap<K, Object>();
        Map<K, Outcome<V>> outcomes = cache.findLocally(all, missing);
        return cache.calls()
                .begin(executor -> Calls.all(cache.route().searchAll(missing, loader, bulkLoader, executor)))
                .thenApply(found -> {
                    outcomes.putAll(found);
                    return cache.values(all, outcomes);
                });
    }

    /**
     * Stores a value, like {@link CacheAside#put}.
     *
     * @param key the key
     * @param value the value
     * @return completes when it happened, or fails with {@link InvalidationFailedException}
     */
    public CompletableFuture<Void> put(K key, V value) {
        requireNonNull(value, "value");
        return cache.confirmed(List.of(cache.route().put(key, cache.route().cell(requireNonNull(key, "key")), value)));
    }

    /**
     * Makes everybody forget the value of a key, like {@link CacheAside#invalidate(Object)}.
     *
     * @param key the key
     * @return completes when it happened, or fails with {@link InvalidationFailedException}
     */
    public CompletableFuture<Void> invalidate(K key) {
        return invalidateAll(List.of(key));
    }

    /**
     * Makes everybody forget the values of some keys, like {@link CacheAside#invalidateAll}. All are sent at once.
     *
     * @param keys the keys; may be empty
     * @return completes when all happened, or fails with {@link InvalidationFailedException}
     */
    public CompletableFuture<Void> invalidateAll(Collection<? extends K> keys) {
        List<CompletableFuture<Void>> sent = List.copyOf(keys).stream()
                .map(key -> cache.route().invalidate(cache.route().cell(key), null))
                .toList();
        return cache.confirmed(sent);
    }

    /**
     * Makes everybody forget all values that have one of some tags, like {@link CacheAside#invalidateTags}.
     *
     * @param tags the tags; may be empty
     * @return completes when it happened, or fails with {@link InvalidationFailedException}
     * @throws IllegalArgumentException if something cannot be a tag
     */
    public CompletableFuture<Void> invalidateTags(Collection<String> tags) {
        return Tags.checked(tags).isEmpty()
                ? CompletableFuture.completedFuture(null)
                : cache.confirmed(List.of(cache.route().invalidateTags(tags)));
    }

    /**
     * Makes everybody forget all values, like {@link CacheAside#clear}.
     *
     * @return completes when it happened, or fails with {@link InvalidationFailedException}
     */
    public CompletableFuture<Void> clear() {
        return cache.confirmed(List.of(cache.route().invalidateTags(List.of(SharedSpace.EVERYTHING))));
    }

    /** Names the cache. */
    @Override
    public String toString() {
        return "AsyncCacheAside[" + cache.namespace() + "]";
    }
}
