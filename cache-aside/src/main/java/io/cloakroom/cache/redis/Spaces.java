package io.cloakroom.cache.redis;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The caches of one tier, and who of them is concerned by a report. */
final class Spaces {

    private final Map<String, RedisSpace> byNamespace = new ConcurrentHashMap<>();

    void add(String namespace, RedisSpace space) {
        if (byNamespace.putIfAbsent(namespace, space) != null) {
            throw new IllegalStateException("namespace is already in use in this tier: " + namespace
                    + ". Share the one cache, or give each its own name");
        }
    }

    void changed(String redisKey) {
        String namespace = KeyNames.namespaceOf(redisKey);
        RedisSpace space = namespace == null ? null : byNamespace.get(namespace);
        if (space != null) {
            space.changed(redisKey);
        }
    }

    void reconnected() {
        byNamespace.values().forEach(RedisSpace::reconnected);
    }

    Set<String> names() {
        return byNamespace.keySet();
    }
}
