package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/**
 * The clock of Redis as far as it is known here: set by each answer to {@code TIME}, right to about half a round trip.
 * Only how long an entry may stay in process depends on it; what is fresh in Redis is for Redis to decide.
 */
final class RedisClock {

    private volatile long offsetMillis;

    long now() {
        return System.currentTimeMillis() + offsetMillis;
    }

    void set(List<byte[]> time) {
        long seconds = Long.parseLong(new String(time.get(0), US_ASCII));
        long micros = Long.parseLong(new String(time.get(1), US_ASCII));
        offsetMillis = seconds * 1_000 + micros / 1_000 - System.currentTimeMillis();
    }
}
