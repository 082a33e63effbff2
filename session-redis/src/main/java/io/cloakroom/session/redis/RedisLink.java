package io.cloakroom.session.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cloakroom.session.store.SessionStoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens the connection of a store, and closes whatever was opened for it. */
final class RedisLink implements AutoCloseable {

    /** How long a connection may take to come up, the greeting included: longer than a command, because of TLS. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration FIRST_RECONNECT = Duration.ofMillis(10);
    private static final Duration LAST_RECONNECT = Duration.ofMillis(500);

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final Runnable closeClient;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisLink(StatefulRedisConnection<byte[], byte[]> connection, Runnable closeClient) {
        this.connection = connection;
        this.closeClient = closeClient;
    }

    /** Connects with a client of its own. */
    static RedisLink open(RedisURI uri, FailureTranslation failures) {
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(Delay.exponential(FIRST_RECONNECT, LAST_RECONNECT, 2, MILLISECONDS))
                .build();
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options());
        Runnable closeClient = () -> {
            client.shutdown(0, 0, MILLISECONDS);
            resources.shutdown(0, 0, MILLISECONDS).awaitUninterruptibly();
        };
        try {
            return new RedisLink(connect(client, uri, failures), closeClient);
        } catch (SessionStoreException e) {
            closeClient.run();
            throw e;
        }
    }

    /** Connects with a client that stays open afterwards. */
    static RedisLink open(RedisClient client, RedisURI uri, FailureTranslation failures) {
        if (client.getOptions().getDisconnectedBehavior() != DisconnectedBehavior.REJECT_COMMANDS) {
            throw new IllegalStateException("The options of the client must have disconnectedBehavior REJECT_COMMANDS:"
                    + " otherwise it sends writes twice when a connection breaks.");
        }
        return new RedisLink(connect(client, uri, failures), () -> {});
    }

    StatefulRedisConnection<byte[], byte[]> connection() {
        return connection;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            connection.close();
            closeClient.run();
        }
    }

    /*
     * A write that was under way when the connection broke may have happened. Sent again it would find its own version
     * and look like a conflict, which a merge would answer by applying the change twice. A client that rejects commands
     * while disconnected fails those under way too; any other sends them again.
     */
    private static ClientOptions options() {
        return ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .build();
    }

    private static StatefulRedisConnection<byte[], byte[]> connect(
            RedisClient client, RedisURI uri, FailureTranslation failures) {
        RedisURI patient = RedisURI.builder(uri).withTimeout(CONNECT_TIMEOUT).build();
        try {
            return client.connectAsync(ByteArrayCodec.INSTANCE, patient)
                    .toCompletableFuture()
                    .get(CONNECT_TIMEOUT.toMillis(), MILLISECONDS);
        } catch (ExecutionException e) {
            throw failures.translated(e);
        } catch (TimeoutException e) {
            throw failures.timeout(CONNECT_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(e);
        }
    }
}
