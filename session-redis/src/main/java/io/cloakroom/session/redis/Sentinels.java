package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Sentinels that watch one primary: asks them for it, and hears from them of another one. */
final class Sentinels implements AutoCloseable {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final String SWITCH = "+switch-master";

    private final RedisClient client;
    private final RedisURI uri;
    private final LinkOptions options;
    private final Map<RedisURI, StatefulRedisPubSubConnection<String, String>> subscriptions =
            new ConcurrentHashMap<>();
    private volatile boolean closed;

    Sentinels(RedisClient client, RedisURI uri, LinkOptions options) {
        this.client = client;
        this.uri = uri;
        this.options = options;
    }

    /**
     * Asks one after the other until one answers.
     *
     * @throws SessionStoreUnavailableException if none does
     * @throws SessionStoreException if one answers that it does not know the primary
     */
    RedisURI primary() {
        SessionStoreUnavailableException failure = options.failures().disconnected();
        for (RedisURI sentinel : uri.getSentinels()) {
            try {
                return primaryBy(sentinel);
            } catch (SessionStoreUnavailableException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private RedisURI primaryBy(RedisURI sentinel) {
        StatefulRedisSentinelConnection<String, String> connection = ConnectionPair.await(
                client.connectSentinelAsync(StringCodec.UTF8, patient(sentinel)), options, TIMEOUT);
        try {
            SocketAddress address = ConnectionPair.await(
                    connection
                            .async()
                            .getMasterAddrByName(uri.getSentinelMasterId())
                            .toCompletableFuture(),
                    options,
                    TIMEOUT);
            return reachable(address);
        } finally {
            ConnectionPair.discard(connection);
        }
    }

    private RedisURI reachable(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress server) {
            return serverAt(server.getHostString(), server.getPort());
        }
        throw options.failures().unknownPrimary(uri.getSentinelMasterId());
    }

    /**
     * Listens to those Sentinels that it does not listen to yet and that can be reached. Called by one thread a time.
     */
    void watch(Consumer<RedisURI> switched) {
        for (RedisURI sentinel : uri.getSentinels()) {
            try {
                if (!subscriptions.containsKey(sentinel)) {
                    subscriptions.put(sentinel, subscription(sentinel, switched));
                }
                if (closed) {
                    close();
                }
            } catch (SessionStoreException e) {
                log.log(DEBUG, () -> "A Sentinel cannot be listened to: " + e.getMessage());
            }
        }
    }

    private StatefulRedisPubSubConnection<String, String> subscription(RedisURI sentinel, Consumer<RedisURI> switched) {
        StatefulRedisPubSubConnection<String, String> connection = ConnectionPair.await(
                client.connectPubSubAsync(StringCodec.UTF8, patient(sentinel)).toCompletableFuture(), options, TIMEOUT);
        connection.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                heard(message, switched);
            }
        });
        try {
            ConnectionPair.await(connection.async().subscribe(SWITCH).toCompletableFuture(), options, TIMEOUT);
            return connection;
        } catch (SessionStoreException e) {
            ConnectionPair.discard(connection);
            throw e;
        }
    }

    /** The message is: name, old address, old port, new address, new port. */
    private void heard(String message, Consumer<RedisURI> switched) {
        String[] words = message.split(" ", -1);
        if (words.length == 5 && words[0].equals(uri.getSentinelMasterId())) {
            switched.accept(serverAt(words[3], Integer.parseInt(words[4])));
        }
    }

    /** Returns the address of a data server, with the credentials and the encryption that were given for it. */
    private RedisURI serverAt(String host, int port) {
        RedisURI server = RedisURI.create(host, port);
        server.applyAuthentication(uri);
        server.applySsl(uri);
        server.setDatabase(uri.getDatabase());
        server.setClientName(uri.getClientName());
        return server;
    }

    private static RedisURI patient(RedisURI sentinel) {
        return RedisURI.builder(sentinel).withTimeout(TIMEOUT).build();
    }

    /** Closes also what {@link #watch} is about to open. */
    @Override
    public void close() {
        closed = true;
        subscriptions.values().forEach(ConnectionPair::discard);
    }
}
