package io.cloakroom.cache.tier;

/**
 * A store that the instances of an application share. One tier serves many caches, each in a namespace of its own.
 * Implementations are safe for use by many threads at once.
 */
public interface SharedTier {

    /**
     * Opens a namespace for one cache. Sends nothing.
     *
     * @param namespace the name of the cache, unique within the tier: letters, digits, dot, dash, underscore
     * @return the namespace
     * @throws IllegalStateException if the namespace is already open in this tier: two caches in one process would not
     *     hear of each other's changes
     */
    SharedSpace open(String namespace);
}
