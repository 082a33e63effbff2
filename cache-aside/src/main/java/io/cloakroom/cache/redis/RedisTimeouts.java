package io.cloakroom.cache.redis;

import java.time.Duration;

/** How long to wait for Redis, how often to ask whether it is there, and when to leave it alone. */
record RedisTimeouts(
        Duration read,
        Duration invalidation,
        Duration heartbeat,
        Duration connect,
        int failuresToRest,
        Duration rest) {}
