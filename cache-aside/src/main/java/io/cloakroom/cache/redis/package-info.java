/** The shared tier in Redis. {@link io.cloakroom.cache.redis.RedisTier} is the front door. Needs Lettuce. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.cache.redis;
