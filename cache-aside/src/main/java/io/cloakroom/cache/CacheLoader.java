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
     * outside any lock; the other callers of the same key wait for it. With a {@link CacheAsideBuilder#loadTimeout load
     * time-out}, in the background and in asynchronous calls it runs on the {@link CacheAsideBuilder#executor executor}
     * of the cache.
     *
     * @param key the key
     * @return the value, immutable by agreement, since all callers get the same object; {@code null} if there is no
     *     such thing
     * @throws Exception if the value cannot be loaded; the callers get a {@link LoadFailedException} with this cause
     */
    @Nullable V load(K key) throws Exception;

    /**
     * Loads one value, knowing more. The default ignores the context.
     *
     * @param key the key
     * @param context what the load is told and can decide
     * @return the value, or {@code null} if there is no such thing
     * @throws Exception if the value cannot be loaded
     */
    default @Nullable V load(K key, LoadContext context) throws Exception {
        return load(key);
    }

    /**
     * Returns a loader that uses the context of its loads.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param loader loads a value
     * @return the loader
     */
    static <K, V> CacheLoader<K, V> withContext(ContextLoader<? super K, ? extends V> loader) {
        return new CacheLoader<>() {
            @Override
            public @Nullable V load(K key) throws Exception {
                throw new UnsupportedOperationException("this loader needs a LoadContext");
            }

            @Override
            public @Nullable V load(K key, LoadContext context) throws Exception {
                return loader.load(key, context);
            }
        };
    }

    /**
     * A loader that uses the context of its loads.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     */
    @FunctionalInterface
    interface ContextLoader<K, V> {

        /**
         * Loads one value.
         *
         * @param key the key
         * @param context what the load is told and can decide
         * @return the value, or {@code null} if there is no such thing
         * @throws Exception if the value cannot be loaded
         */
        @Nullable V load(K key, LoadContext context) throws Exception;
    }
}
