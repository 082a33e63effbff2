package io.cloakroom.cache;

import java.util.UUID;

/**
 * Turns keys into the text that names them in the shared tier. Different keys must give different texts, and equal keys
 * the same text in every instance and version of the application. Must be safe for use by many threads at once.
 *
 * @param <K> the type of the keys
 */
@FunctionalInterface
public interface KeyCodec<K> {

    /**
     * Returns the name of a key.
     *
     * @param key the key
     * @return any text without unpaired surrogates; short ones save memory in the shared tier
     */
    String encode(K key);

    /**
     * Returns the codec of keys that are strings: each is its own name.
     *
     * @return the codec
     */
    static KeyCodec<String> strings() {
        return key -> key;
    }

    /**
     * Returns the codec of keys that are long integers, in decimal.
     *
     * @return the codec
     */
    static KeyCodec<Long> longs() {
        return key -> Long.toString(key);
    }

    /**
     * Returns the codec of keys that are UUIDs, in their usual form.
     *
     * @return the codec
     */
    static KeyCodec<UUID> uuids() {
        return UUID::toString;
    }
}
