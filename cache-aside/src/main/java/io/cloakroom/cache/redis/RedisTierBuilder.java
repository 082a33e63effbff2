package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/** Builds a {@link RedisTier}. Not safe for use by many threads at once. */
public final class RedisTierBuilder {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private final String uri;
    private Duration readTimeout = Duration.ofMillis(50);
    private Duration invalidationTimeout = Duration.ofMillis(500);
    private Duration heartbeat = Duration.ofSeconds(1);
    private Duration connectTimeout = Duration.ofSeconds(1);
    private boolean isCluster;
    private int failuresToRest = 5;
    private Duration rest = Duration.ofSeconds(1);

    RedisTierBuilder(String uri) {
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
     * Takes the address for that of any node of a Redis Cluster: the others, and which of them serves which keys, are
     * found out and followed. Each primary gets two connections. By default the address is that of the only server, or
     * of Sentinels.
     *
     * @return this
     */
    public RedisTierBuilder cluster() {
        isCluster = true;
        return this;
    }

    /**
     * Sets when Redis is left alone: after how many commands in a row that it did not answer in time, and for how long.
     * Then a {@code get} loads without waiting for it; after the pause one command is sent to see whether Redis answers
     * again. Invalidations are sent in any case. The default is 5 commands and a second.
     *
     * @param unanswered 1 to 1000 commands
     * @param pause 1 ms to a minute
     * @return this
     * @throws IllegalArgumentException if one is out of range
     */
    public RedisTierBuilder rest(int unanswered, Duration pause) {
        if (unanswered < 1 || unanswered > 1_000) {
            throw new IllegalArgumentException("unanswered must be 1 to 1000: " + unanswered);
        }
        failuresToRest = unanswered;
        rest = within("pause", pause);
        return this;
    }

    /**
     * Builds the tier and connects it.
     *
     * @return the tier, connected, or about to connect if Redis does not answer within the connect time-out: caches
     *     then load by themselves until it does
     * @throws IllegalStateException if Redis answers but does not report changes, or refuses a command: caches could
     *     not be kept coherent
     */
    public RedisTier build() {
        return RedisTier.connect(
                RedisURI.create(uri),
                isCluster,
                new RedisTimeouts(readTimeout, invalidationTimeout, heartbeat, connectTimeout, failuresToRest, rest));
    }

    private static Duration within(String name, Duration value) {
        if (requireNonNull(value, name).compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " must be " + LEAST + " to " + MOST + ": " + value);
        }
        return value;
    }
}
