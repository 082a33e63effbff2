package io.cloakroom.session.redis;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/** Configures a {@link RedisSessionStore}, which makes it. Not safe for use by several threads. */
public final class RedisSessionStoreBuilder {

    static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONGEST_POLLING = Duration.ofMinutes(10);
    private static final int MOST_REPLICAS = 10;

    private final String server;
    private final boolean cluster;
    private final Function<LinkOptions, RedisLink> opening;
    private String keyPrefix = "cloakroom:session:";
    private Duration timeout = Duration.ofMillis(500);
    private int replicas;
    private Duration expiryPolling = Duration.ofSeconds(5);
    private long nearCacheBytes;
    private boolean consolidateFlushes;
    private InstantSource clock = InstantSource.system();

    /**
     * Creates a builder.
     *
     * @param server what messages call the server
     * @param cluster whether it is a cluster
     * @param opening connects
     */
    RedisSessionStoreBuilder(String server, boolean cluster, Function<LinkOptions, RedisLink> opening) {
        this.server = server;
        this.cluster = cluster;
        this.opening = opening;
    }

    /**
     * Sets what the names of all Redis keys begin with. The default is {@code cloakroom:session:}.
     *
     * @param keyPrefix the prefix: not empty, and without braces, which would put all sessions in one cluster slot
     * @return this builder
     * @throws IllegalArgumentException if {@code keyPrefix} is empty or has a brace
     */
    public RedisSessionStoreBuilder keyPrefix(String keyPrefix) {
        if (requireNonNull(keyPrefix, "keyPrefix").isEmpty() || keyPrefix.matches("(?s).*[{}].*")) {
            throw new IllegalArgumentException("keyPrefix must not be empty nor have braces: '" + keyPrefix + "'");
        }
        this.keyPrefix = keyPrefix;
        return this;
    }

    /**
     * Sets how long a call waits for the server. The default is 500 milliseconds; it should be well under the time in
     * which a request must be answered.
     *
     * @param timeout 1 millisecond to 1 minute
     * @return this builder
     * @throws IllegalArgumentException if {@code timeout} is out of range
     */
    public RedisSessionStoreBuilder timeout(Duration timeout) {
        if (requireNonNull(timeout, "timeout").toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout must be 1 ms to 1 min: " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /**
     * Sets how many replicas must have a write before it counts as done ({@code WAIT}), so that a fail-over does not
     * lose it. The default is 0: a write is done when the primary has it, and a primary that fails within the next
     * milliseconds takes it with it.
     *
     * <p>With 1 or more, writes go over a connection of their own and cost about the round trip between primary and
     * replica more. While fewer replicas are up, every write fails with
     * {@link io.cloakroom.session.store.SessionStoreUnavailableException}, so ask for fewer than there are. Touches
     * don't wait.
     *
     * @param replicas 0 to 10
     * @return this builder
     * @throws IllegalArgumentException if {@code replicas} is out of range
     */
    public RedisSessionStoreBuilder waitForReplicas(int replicas) {
        if (replicas < 0 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("waitForReplicas must be 0 to " + MOST_REPLICAS + ": " + replicas);
        }
        this.replicas = replicas;
        return this;
    }

    /**
     * Sets how often the store looks for expired sessions, if somebody {@linkplain RedisSessionStore#onExpiry listens}:
     * an event comes up to one and a half times as long after the expiry. The default is 5 seconds.
     *
     * @param interval 10 milliseconds to 10 minutes
     * @return this builder
     * @throws IllegalArgumentException if {@code interval} is out of range
     */
    public RedisSessionStoreBuilder expiryPolling(Duration interval) {
        if (requireNonNull(interval, "interval").toMillis() < 10 || interval.compareTo(LONGEST_POLLING) > 0) {
            throw new IllegalArgumentException("expiryPolling must be 10 ms to 10 min: " + interval);
        }
        this.expiryPolling = interval;
        return this;
    }

    /**
     * Sets how many bytes of sessions this instance keeps, so that Redis answers a read of one that has not changed
     * with some bytes instead of the whole session. Each read still asks Redis, in one round trip, and never returns
     * what is no longer so. The default is 0: no session is kept, and a read is a plain command, which costs the server
     * less than this one's script. It pays for sessions of more than some kilobytes whose requests mostly reach the
     * same instance.
     *
     * @param maxBytes the size of all values kept, in bytes, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code maxBytes} is negative
     */
    public RedisSessionStoreBuilder nearCache(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("nearCache must be 0 bytes or more: " + maxBytes);
        }
        this.nearCacheBytes = maxBytes;
        return this;
    }

    /**
     * Lets the connection send the commands that threads hand over at about the same time in one packet. The default is
     * {@code false}: each command is sent at once. It needs a client of the store's own, and pays with several dozens
     * of threads.
     *
     * @param consolidate whether to do so
     * @return this builder
     */
    public RedisSessionStoreBuilder consolidateFlushes(boolean consolidate) {
        this.consolidateFlushes = consolidate;
        return this;
    }

    /**
     * Sets the clock by which the store judges what has expired. The default is the system's.
     *
     * @param clock the clock
     * @return this builder
     */
    public RedisSessionStoreBuilder clock(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Connects to the server.
     *
     * @return a connected store
     * @throws IllegalStateException if a client was handed in that does not reject commands while disconnected, or
     *     together with {@code consolidateFlushes}
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the server does not answer within 5 s
     * @throws io.cloakroom.session.store.SessionStoreException if the server refuses the credentials
     */
    public RedisSessionStore build() {
        FailureTranslation failures = new FailureTranslation(server, cluster);
        RedisLink link = opening.apply(new LinkOptions(failures, replicas > 0, consolidateFlushes));
        return new RedisSessionStore(
                link,
                new RedisCommands(link, timeout, replicas, failures),
                new KeyNames(keyPrefix),
                clock,
                expiryPolling,
                nearCacheBytes);
    }
}
