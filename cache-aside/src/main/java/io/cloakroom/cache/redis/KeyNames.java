package io.cloakroom.cache.redis;

import static io.cloakroom.cache.tier.SharedSpace.ANY_TAG;

import org.jspecify.annotations.Nullable;

/**
 * The names of one cache's keys in Redis: {@code ns:{0:key}} for the entry, {@code ns:{0:key}:c} for its control data,
 * {@code {ns}:t:tag} for the stamp of a tag. The braces put what a script needs into one hash slot of a Redis Cluster;
 * the number within them, that of this layout, keeps the tag from being empty, which would undo that, whatever the key
 * is.
 */
final class KeyNames {

    private static final String CONTROL = ":c";

    private final String prefix;
    private final String tagPrefix;
    private final String anyTag;

    KeyNames(String namespace) {
        this.prefix = namespace + ":{0:";
        this.tagPrefix = '{' + namespace + "}:t:";
        this.anyTag = '{' + namespace + '}' + CONTROL;
    }

    String entry(String key) {
        return prefix + key + '}';
    }

    /** The keys of a script, in the order that all scripts expect. */
    String[] both(String key) {
        String entry = entry(key);
        return new String[] {entry, entry + CONTROL};
    }

    /** The key of a tag's stamp. All of a cache lie in one slot. */
    String tag(String tag) {
        return tag.equals(ANY_TAG) ? anyTag : tagPrefix + tag;
    }

    /** The namespace that a key in Redis belongs to, if it is one of ours. */
    static @Nullable String namespaceOf(String redisKey) {
        if (redisKey.startsWith("{")) {
            int end = redisKey.indexOf("}:");
            return end < 0 ? null : redisKey.substring(1, end);
        }
        int colon = redisKey.indexOf(":{");
        return colon < 1 ? null : redisKey.substring(0, colon);
    }

    /** The key whose entry has the given name; {@code null} if that is the name of something else. */
    @Nullable String keyOf(String redisKey) {
        return redisKey.startsWith(prefix) && redisKey.endsWith("}")
                ? redisKey.substring(prefix.length(), redisKey.length() - 1)
                : null;
    }

    /** The tag whose stamp has the given name; {@code null} if that is the name of something else. */
    @Nullable String tagOf(String redisKey) {
        if (redisKey.equals(anyTag)) {
            return ANY_TAG;
        }
        return redisKey.startsWith(tagPrefix) ? redisKey.substring(tagPrefix.length()) : null;
    }
}
