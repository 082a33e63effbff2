/** Meters of a cache. {@link io.cloakroom.cache.micrometer.CacheMeters} is the front door. Needs Micrometer. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.micrometer;
