package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.ChangeListener;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.cache.tier.SharedTier;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier in one Redis, version 7 or newer. An application has one and shares it among its caches; it holds two
 * connections, whatever the number of caches and threads, and one daemon thread. Safe for use by many threads at once.
 *
 * <p>One connection reads and commits entries under {@code CLIENT TRACKING}, and on it Redis reports every change of an
 * entry that this process has read. When it is lost, or when Redis does not answer the heartbeat, all caches forget at
 * once what they keep in process, and keep nothing until tracking is on again. The other connection carries the rest.
 *
 * <p>The socket may be dead without this process noticing, say because a cable was cut: then old values may be served
 * from process memory until the heartbeat is missed, by default for at most two seconds.
 *
 * <p>The user that connects needs the commands {@code GET SET SETRANGE STRLEN UNLINK HGET HMGET HSET HDEL PEXPIRE TIME
 * EVAL EVALSHA CLIENT|TRACKING HELLO PING} on the keys {@code namespace:*} of its caches.
 */
public final class RedisTier implements SharedTier, AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final int QUEUED_COMMANDS = 10_000;

    private final RedisClient client;
    private final RedisTimeouts timeouts;
    private final ScheduledExecutorService timer;
    private final RedisLink tracked;
    private final RedisLink plain;
    private final RedisClock clock = new RedisClock();
    private final AtomicLong epochs = new AtomicLong(SharedSpace.NO_EPOCH);
    private final Map<String, RedisSpace> spaces = new ConcurrentHashMap<>();

    private RedisTier(RedisURI uri, RedisTimeouts timeouts) {
        this.timeouts = timeouts;
        uri.setTimeout(timeouts.connect());
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .protocolVersion(ProtocolVersion.RESP3)
                .requestQueueSize(QUEUED_COMMANDS)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeouts.connect())
                        .build())
                .build());
        timer = Executors.newSingleThreadScheduledExecutor(RedisTier::timerThread);
        String address = uri.getHost() + ":" + uri.getPort();
        Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> opener =
                () -> client.connectAsync(CODEC, uri);
        tracked = new RedisLink("Tracked connection to Redis at " + address, opener, this::track, timer);
        plain = new RedisLink("Connection to Redis at " + address, opener, this::greet, timer);
    }

    /**
     * Connects to a Redis with the default time-outs.
     *
     * @param uri where it is, such as {@code redis://127.0.0.1:6379} or {@code rediss://user:password@host:6380/0}
     * @return the tier, connected, or about to connect if Redis does not answer within a second: caches then load by
     *     themselves until it does
     * @throws IllegalArgumentException if the address cannot be understood
     */
    public static RedisTier create(String uri) {
        return builder(uri).build();
    }

    /**
     * Starts to build a tier.
     *
     * @param uri where Redis is, such as {@code redis://127.0.0.1:6379}
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the address cannot be understood
     */
    public static RedisTierBuilder builder(String uri) {
        return new RedisTierBuilder(RedisURI.create(requireNonNull(uri, "uri")));
    }

    static RedisTier connect(RedisURI uri, RedisTimeouts timeouts) {
        var tier = new RedisTier(uri, timeouts);
        tier.start();
        return tier;
    }

    @Override
    public SharedSpace open(String namespace) {
        var space = new RedisSpace(requireNonNull(namespace, "namespace"), tracked, plain, clock, timeouts);
        if (spaces.putIfAbsent(namespace, space) != null) {
            throw new IllegalStateException("namespace is already in use in this tier: " + namespace
                    + ". Share the one cache, or give each its own name");
        }
        return space;
    }

    /** Closes the connections. Caches of this tier go on, loading each value from where it really lives. */
    @Override
    public void close() {
        timer.shutdownNow();
        tracked.close();
        plain.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    /** Names the tier. */
    @Override
    public String toString() {
        return "RedisTier" + spaces.keySet();
    }

    /** The connection on which Redis reports changes, or {@code null} while there is none. */
    @Nullable LiveConnection trackedConnection() {
        return tracked.live();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the heartbeat never throws and ends with the timer
    private void start() {
        CompletableFuture.allOf(tracked.start(), plain.start())
                .completeOnTimeout(null, timeouts.connect().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        long millis = timeouts.heartbeat().toMillis();
        timer.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        tracked.check(timeouts.heartbeat(), this::synchronise);
        plain.check(timeouts.heartbeat(), this::synchronise);
    }

    private CompletionStage<LiveConnection> greet(StatefulRedisConnection<String, byte[]> connection) {
        return synchronise(new LiveConnection(connection, epochs));
    }

    private CompletionStage<LiveConnection> track(StatefulRedisConnection<String, byte[]> connection) {
        var prepared = new LiveConnection(connection, epochs);
        connection.addListener(new Pushes(prepared, this::listenerOf));
        return connection
                .async()
                .clientTracking(TrackingArgs.Builder.enabled().noloop())
                .thenCompose(on -> synchronise(prepared));
    }

    private CompletionStage<LiveConnection> synchronise(LiveConnection connection) {
        long sent = System.nanoTime();
        return connection.commands().time().thenApply(time -> {
            clock.set(time, sent);
            return connection;
        });
    }

    private @Nullable ChangeListener listenerOf(String redisKey) {
        String namespace = KeyNames.namespaceOf(redisKey);
        return namespace == null ? null : spaces.get(namespace);
    }

    private static Thread timerThread(Runnable work) {
        var thread = new Thread(work, "cloakroom-cache-redis");
        thread.setDaemon(true);
        return thread;
    }
}
