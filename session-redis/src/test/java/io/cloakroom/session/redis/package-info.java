/** Tests of the Redis store, on a real server. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.session.redis;
