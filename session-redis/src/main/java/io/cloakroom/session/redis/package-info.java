/** Keeps HTTP sessions in Redis. {@link io.cloakroom.session.redis.RedisSessionStore} is the front door. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.redis;
