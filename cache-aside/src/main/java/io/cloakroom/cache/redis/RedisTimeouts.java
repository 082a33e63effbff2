package io.cloakroom.cache.redis;

import java.time.Duration;

/** How long to wait for Redis, and how often to ask whether it is there. */
record RedisTimeouts(Duration read, Duration invalidation, Duration heartbeat, Duration connect) {}
