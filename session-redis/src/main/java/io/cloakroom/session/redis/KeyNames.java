package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.StoreKey;

/**
 * The names of the keys in Redis. No two of them share a hash tag, so a cluster spreads them over its slots.
 *
 * @param prefix what all of them begin with
 */
record KeyNames(String prefix) {

    /** Returns the key of the hash that holds a session. */
    byte[] session(StoreKey key) {
        return bytes(key.value());
    }

    /** Returns the key of the index of a user, whose name Redis does not learn from it. */
    byte[] index(String principal) {
        return bytes("owner:" + StoreKey.ofSessionId(principal).value());
    }

    /** Returns the key of one of the sets that say which sessions to look at. */
    byte[] due(int set) {
        return bytes("due:" + set);
    }

    private byte[] bytes(String name) {
        return (prefix + name).getBytes(UTF_8);
    }
}
