package io.cloakroom.cache;

/** Nobody hears. */
enum NoEvents implements CacheEvents {
    INSTANCE
}
