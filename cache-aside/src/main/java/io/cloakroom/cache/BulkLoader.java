package io.cloakroom.cache;

import java.util.Collection;
import java.util.Map;

/**
 * Reads many values at once from where they really live, usually with one query. Must be safe for use by many threads
 * at once.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface BulkLoader<K, V> {

    /**
     * Loads some values. Runs where a {@link CacheLoader} would.
     *
     * @param keys the keys, each once, at least one
     * @param context what the load is told and can decide, for all of its values together
     * @return the values; a key that is not in it has none
     * @throws Exception if the values cannot be loaded; all callers of any of the keys get a
     *     {@link LoadFailedException} with this cause
     */
    Map<K, V> loadAll(Collection<K> keys, LoadContext context) throws Exception;
}
