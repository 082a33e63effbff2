/**
 * Lazy loading that cannot lie. {@link io.cloakroom.cache.CacheAside} is the front door.
 *
 * <p>The promise: a {@code get} that starts after an {@code invalidate} returned never sees the old value, with loads
 * in flight, and a cold key is loaded once by the whole fleet.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache;
