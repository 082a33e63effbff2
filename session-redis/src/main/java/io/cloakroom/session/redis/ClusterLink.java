package io.cloakroom.session.redis;

import static java.util.concurrent.CompletableFuture.failedStage;

import io.cloakroom.session.store.SessionStoreException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.PartitionException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ConnectionIntent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Redis Cluster. Lettuce follows redirections and refreshes its view of the cluster now and then and when it is
 * redirected or cannot connect. It does not when a node hangs; therefore every failed call asks for a refresh, too.
 */
final class ClusterLink implements RedisLink {

    /** Also how long a refresh waits for a node that hangs. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration FIRST_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REFRESH_PERIOD = Duration.ofSeconds(15);
    private static final Duration REFRESH_PAUSE = Duration.ofMillis(250);

    private final RedisClusterClient client;
    private final StatefulRedisClusterConnection<byte[], byte[]> connection;

    /** Another one if writes wait for replicas: WAIT holds up what comes after it on the same connection. */
    private final StatefulRedisClusterConnection<byte[], byte[]> writes;

    private final Runnable closeClient;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final AtomicLong refreshedAt = new AtomicLong(System.nanoTime());
    private final AtomicBoolean closed = new AtomicBoolean();

    private ClusterLink(
            RedisClusterClient client,
            StatefulRedisClusterConnection<byte[], byte[]> connection,
            StatefulRedisClusterConnection<byte[], byte[]> writes,
            Runnable closeClient) {
        this.client = client;
        this.connection = connection;
        this.writes = writes;
        this.closeClient = closeClient;
    }

    /** Connects with a client of its own. */
    static RedisLink open(List<RedisURI> nodes, LinkOptions options) {
        OwnResources resources = new OwnResources(options);
        RedisClusterClient client = RedisClusterClient.create(resources.get(), patient(nodes));
        ClusterClientOptions.Builder settings = ClusterClientOptions.builder();
        ClientSettings.apply(settings, nodes.get(0).getCredentialsProvider(), CONNECT_TIMEOUT);
        settings.topologyRefreshOptions(refreshOptions());
        client.setOptions(settings.build());
        Runnable closeClient = () -> resources.close(client);
        try {
            return connected(client, options, closeClient);
        } catch (SessionStoreException e) {
            closeClient.run();
            throw e;
        }
    }

    /** Connects with a client that stays open afterwards. */
    static RedisLink open(RedisClusterClient client, LinkOptions options) {
        ClientSettings.require(client.getOptions(), options);
        return connected(client, options, () -> {});
    }

    /** The time-out of the address is that of a connection's greeting. */
    private static List<RedisURI> patient(List<RedisURI> nodes) {
        return nodes.stream()
                .map(node -> RedisURI.builder(node).withTimeout(CONNECT_TIMEOUT).build())
                .toList();
    }

    /** Besides, Lettuce refreshes at every redirection and broken connection, unless told not to. */
    private static ClusterTopologyRefreshOptions refreshOptions() {
        return ClusterTopologyRefreshOptions.builder()
                .adaptiveRefreshTriggersTimeout(REFRESH_PAUSE)
                .refreshTriggersReconnectAttempts(1)
                .enablePeriodicRefresh(REFRESH_PERIOD)
                .build();
    }

    private static RedisLink connected(RedisClusterClient client, LinkOptions options, Runnable closeClient) {
        ConnectionPair.await(client.refreshPartitionsAsync().toCompletableFuture(), options, FIRST_CONNECT_TIMEOUT);
        StatefulRedisClusterConnection<byte[], byte[]> reads = connect(client, options);
        if (!options.separateWrites()) {
            return new ClusterLink(client, reads, reads, closeClient);
        }
        try {
            return new ClusterLink(client, reads, connect(client, options), closeClient);
        } catch (SessionStoreException e) {
            ConnectionPair.discard(reads);
            throw e;
        }
    }

    private static StatefulRedisClusterConnection<byte[], byte[]> connect(
            RedisClusterClient client, LinkOptions options) {
        return ConnectionPair.await(
                client.connectAsync(ByteArrayCodec.INSTANCE).toCompletableFuture(), options, FIRST_CONNECT_TIMEOUT);
    }

    /** Only single nodes can be down. */
    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return connection.async();
    }

    /** The connection is the one that scripts with this key take, but without following redirections. */
    @Override
    public CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key) {
        RedisClusterNode node = writes.getPartitions().getMasterBySlot(SlotHash.getSlot(key));
        if (node == null) {
            return failedStage(new PartitionException("no node serves the slot of the key"));
        }
        return writesAt(node.getUri().getHost(), node.getUri().getPort());
    }

    @Override
    public CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> writesAt(String host, int port) {
        return writes.getConnectionAsync(host, port, ConnectionIntent.WRITE).thenApply(StatefulRedisConnection::async);
    }

    @Override
    public boolean isSharded() {
        return true;
    }

    @Override
    public void suspect() {
        boolean due = System.nanoTime() - refreshedAt.get() > REFRESH_PAUSE.toNanos();
        if (due && !closed.get() && refreshing.compareAndSet(false, true)) {
            client.refreshPartitionsAsync().whenComplete((done, failure) -> {
                refreshedAt.set(System.nanoTime());
                refreshing.set(false);
            });
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connection.close();
            writes.close();
            closeClient.run();
        }
    }
}
