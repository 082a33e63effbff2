package io.cloakroom.session.redis;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.cloakroom.session.store.SessionStoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One server under one address, perhaps one behind which a provider puts another server when it fails. */
final class SingleServerLink implements RedisLink {

    /** How long a connection may take to come up, the greeting included: longer than a command, because of TLS. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ConnectionPair connections;
    private final Runnable closeClient;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SingleServerLink(ConnectionPair connections, Runnable closeClient) {
        this.connections = connections;
        this.closeClient = closeClient;
    }

    /** Connects with a client of its own. */
    static RedisLink open(RedisURI uri, LinkOptions options) {
        OwnResources resources = new OwnResources(options);
        RedisClient client = ownClient(resources, uri);
        try {
            return connected(client, uri, options, () -> resources.close(client));
        } catch (SessionStoreException e) {
            resources.close(client);
            throw e;
        }
    }

    /** Connects with a client that stays open afterwards. */
    static RedisLink open(RedisClient client, RedisURI uri, LinkOptions options) {
        ClientSettings.require(client.getOptions(), options);
        return connected(client, uri, options, () -> {});
    }

    static RedisClient ownClient(OwnResources resources, RedisURI uri) {
        RedisClient client = RedisClient.create(resources.get());
        ClientOptions.Builder settings = ClientOptions.builder();
        ClientSettings.apply(settings, uri.getCredentialsProvider(), CONNECT_TIMEOUT);
        client.setOptions(settings.build());
        return client;
    }

    private static RedisLink connected(RedisClient client, RedisURI uri, LinkOptions options, Runnable closeClient) {
        return new SingleServerLink(ConnectionPair.open(client, uri, options, CONNECT_TIMEOUT), closeClient);
    }

    @Override
    public boolean isOpen() {
        return connections.isOpen();
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return connections.reads().async();
    }

    @Override
    public CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key) {
        return completedStage(connections.writes().async());
    }

    /** Only the nodes of a cluster redirect. */
    @Override
    public CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> writesAt(String host, int port) {
        throw new IllegalStateException("a single server has redirected a command");
    }

    @Override
    public boolean isSharded() {
        return false;
    }

    /** Does nothing: the address is all that is known, and Lettuce goes on connecting to it. */
    @Override
    public void suspect() {}

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connections.close();
            closeClient.run();
        }
    }
}
