package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/** Builds a {@link RedisTier}. Not safe for use by many threads at once. */
public final class RedisTierBuilder {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final RedisURI uri;
    private Duration readTimeout = Duration.ofMillis(50);
    private Duration invalidationTimeout = Duration.ofMillis(500);
    private Duration heartbeat = Duration.ofSeconds(1);
    private Duration connectTimeout = Duration.ofSeconds(1);

    RedisTierBuilder(RedisURI uri) {
        this.uri = uri;
    }

    /**
     * Sets how long a {@code get} waits for each answer of Redis: this is what it costs when Redis is frozen. The
     * default is 50 ms.
     *
     * @param timeout 1 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisTierBuilder readTimeout(Duration timeout) {
        readTimeout = within("readTimeout", timeout);
        return this;
    }

    /**
     * Sets how long an invalidation waits for its confirmation. The default is 500 ms.
     *
     * @param timeout 1 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisTierBuilder invalidationTimeout(Duration timeout) {
        invalidationTimeout = within("invalidationTimeout", timeout);
        return this;
    }

    /**
     * Sets how often Redis must give a sign of life, and how long to wait for it: after at most twice this time a dead
     * connection is noticed, and nothing is served from process memory any more. The default is a second.
     *
     * @param interval 1 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisTierBuilder heartbeat(Duration interval) {
        heartbeat = within("heartbeat", interval);
        return this;
    }

    /**
     * Sets how long to wait for a connection, when the tier is built and each time later. The default is a second.
     *
     * @param timeout 1 ms to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisTierBuilder connectTimeout(Duration timeout) {
        connectTimeout = within("connectTimeout", timeout);
        return this;
    }

    /**
     * Builds the tier and connects it.
     *
     * @return the tier, connected, or about to connect if Redis does not answer within the connect time-out: caches
     *     then load by themselves until it does
     */
    public RedisTier build() {
        return RedisTier.connect(
                RedisURI.builder(uri).build(),
                new RedisTimeouts(readTimeout, invalidationTimeout, heartbeat, connectTimeout));
    }

    private static Duration within(String name, Duration value) {
        if (requireNonNull(value, name).compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " must be " + LEAST + " to " + MOST + ": " + value);
        }
        return value;
    }
}
