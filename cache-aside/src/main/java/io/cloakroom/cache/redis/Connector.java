package io.cloakroom.cache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Opens connections to servers and makes them ready for use. */
final class Connector implements AutoCloseable {

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final int QUEUED_COMMANDS = 10_000;

    private final RedisClient client;
    private final RedisTimeouts timeouts;
    private final ScheduledExecutorService timer;
    private final Spaces spaces;
    private final AtomicLong epochs = new AtomicLong();

    Connector(RedisTimeouts timeouts, ScheduledExecutorService timer, Spaces spaces) {
        this.timeouts = timeouts;
        this.timer = timer;
        this.spaces = spaces;
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
    }

    /**
     * Prepares a shard; nothing is sent before its links are started.
     *
     * @param probeKey gives a key that the server holds, for each connection to be tried out on
     */
    Shard shard(RedisURI uri, Supplier<String> probeKey) {
        uri.setTimeout(timeouts.connect());
        boolean elected = !uri.getSentinels().isEmpty();
        String address = elected ? String.valueOf(uri.getSentinelMasterId()) : uri.getHost() + ":" + uri.getPort();
        Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> opener =
                () -> client.connectAsync(CODEC, uri); // asks the Sentinels each time, if there are any
        var clock = new RedisClock();
        var tracked = new RedisLink(
                "Tracked connection to Redis at " + address,
                opener,
                connection -> track(connection, probeKey.get(), clock, elected),
                spaces::reconnected,
                timer);
        var plain = new RedisLink(
                "Connection to Redis at " + address,
                opener,
                connection -> checkRole(connection, elected)
                        .thenCompose(right -> synchronise(new LiveConnection(connection, epochs), clock)),
                spaces::reconnected,
                timer);
        var breaker = new Breaker(timeouts.failuresToRest(), timeouts.rest(), System::nanoTime);
        return new Shard(tracked, plain, clock, breaker);
    }

    /** Asks a node which slots its cluster has, over a connection of its own. */
    CompletableFuture<List<SlotRange>> slots(RedisURI node) {
        node.setTimeout(timeouts.connect());
        return client.connectAsync(CODEC, node)
                .toCompletableFuture()
                .thenCompose(connection -> slots(connection, node.getHost()).whenComplete((given, failure) -> {
                    var unused = connection.closeAsync();
                }));
    }

    /** Asks a node over a connection that is there. */
    CompletableFuture<List<SlotRange>> slots(StatefulRedisConnection<String, byte[]> connection, String host) {
        return connection
                .async()
                .clusterSlots()
                .toCompletableFuture()
                .orTimeout(timeouts.connect().toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(given -> SlotRange.parse(given, host));
    }

    CompletableFuture<Void> start(Shard shard) {
        return CompletableFuture.allOf(shard.tracked().start(), shard.plain().start());
    }

    void beat(Shard shard) {
        shard.tracked().check(timeouts.heartbeat(), connection -> synchronise(connection, shard.clock()));
        shard.plain().check(timeouts.heartbeat(), connection -> synchronise(connection, shard.clock()));
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private CompletionStage<LiveConnection> track(
            StatefulRedisConnection<String, byte[]> connection, String probeKey, RedisClock clock, boolean elected) {
        var prepared = new LiveConnection(connection, epochs);
        var probe = new Probe(prepared, probeKey, timeouts.connect());
        connection.addListener(new Pushes(prepared, redisKey -> {
            probe.reported(redisKey);
            spaces.changed(redisKey);
        }));
        return checkRole(connection, elected)
                .thenCompose(right -> probe.run())
                .thenCompose(works -> connection
                        .async()
                        .clientTracking(TrackingArgs.Builder.enabled().noloop()))
                .thenCompose(on -> synchronise(prepared, clock));
    }

    private static CompletionStage<Void> checkRole(
            StatefulRedisConnection<String, byte[]> connection, boolean elected) {
        if (!elected) {
            return CompletableFuture.completedFuture(null);
        }
        return connection.async().role().thenAccept(role -> {
            Object name = role.get(0);
            String text = name instanceof byte[] bytes ? new String(bytes, StandardCharsets.US_ASCII) : "" + name;
            if (!text.equals("master")) {
                throw new RedisException("the server is not the primary");
            }
        });
    }

    private static CompletionStage<LiveConnection> synchronise(LiveConnection connection, RedisClock clock) {
        long sent = System.nanoTime();
        return connection.commands().time().thenApply(time -> {
            clock.set(time, sent);
            return connection;
        });
    }
}
