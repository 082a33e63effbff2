package io.cloakroom.cache.redis;

import org.jspecify.annotations.Nullable;

/**
 * The names of one cache's keys in Redis: {@code ns:{epoch:key}} for the entry and {@code ns:{epoch:key}:c} for its
 * control data. The braces put both into one hash slot of a Redis Cluster; the epoch of the namespace within them keeps
 * the tag from being empty, which would undo that, whatever the key is.
 */
final class KeyNames {

    private static final String CONTROL = ":c";

    private final String prefix;

    KeyNames(String namespace) {
        this.prefix = namespace + ":{0:";
    }

    String entry(String key) {
        return prefix + key + '}';
    }

    /** The keys of a script, in the order that all scripts expect. */
    String[] both(String key) {
        String entry = entry(key);
        return new String[] {entry, entry + CONTROL};
    }

    /** The namespace that a key in Redis belongs to, if it is one of ours. */
    static @Nullable String namespaceOf(String redisKey) {
        int colon = redisKey.indexOf(":{");
        return colon < 1 ? null : redisKey.substring(0, colon);
    }

    /** The key whose entry has the given name; {@code null} if that is the name of something else. */
    @Nullable String keyOf(String redisKey) {
        return redisKey.startsWith(prefix) && redisKey.endsWith("}")
                ? redisKey.substring(prefix.length(), redisKey.length() - 1)
                : null;
    }
}
