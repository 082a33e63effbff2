package io.cloakroom.cache;

import org.jspecify.annotations.Nullable;

/**
 * Reads a value from where it really lives, usually the database. Must be safe for use by many threads at once.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface CacheLoader<K, V> {

    /**
     * Loads one value. Runs on the thread of the caller whose {@code get} found nothing, with its thread-locals,
     * outside any lock; the other callers of the same key wait for it.
     *
     * @param key the key
     * @return the value, immutable by agreement, since all callers get the same object; {@code null} if there is no
     *     such thing, which is not cached
     * @throws Exception if the value cannot be loaded; the callers get a {@link LoadFailedException} with this cause
     */
    @Nullable V load(K key) throws Exception;
}
