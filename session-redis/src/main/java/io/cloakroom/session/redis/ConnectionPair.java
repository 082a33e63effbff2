package io.cloakroom.session.redis;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cloakroom.session.store.SessionStoreException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The connections to one server.
 *
 * @param reads for reads
 * @param writes for writes; the same one unless they are to be separate
 */
record ConnectionPair(StatefulRedisConnection<byte[], byte[]> reads, StatefulRedisConnection<byte[], byte[]> writes) {

    /** Connects, greeting and authentication included; fails as the store does, having closed what was open. */
    static ConnectionPair open(RedisClient client, RedisURI server, LinkOptions options, Duration timeout) {
        RedisURI patient = RedisURI.builder(server).withTimeout(timeout).build();
        StatefulRedisConnection<byte[], byte[]> reads = connect(client, patient, options, timeout);
        if (!options.separateWrites()) {
            return new ConnectionPair(reads, reads);
        }
        try {
            return new ConnectionPair(reads, connect(client, patient, options, timeout));
        } catch (SessionStoreException e) {
            discard(reads);
            throw e;
        }
    }

    private static StatefulRedisConnection<byte[], byte[]> connect(
            RedisClient client, RedisURI server, LinkOptions options, Duration timeout) {
        StatefulRedisConnection<byte[], byte[]> connection =
                await(client.connectAsync(ByteArrayCodec.INSTANCE, server).toCompletableFuture(), options, timeout);
        // a client that was handed in may time commands out, but must not do so before we do
        connection.setTimeout(RedisSessionStoreBuilder.LONGEST_TIMEOUT);
        return connection;
    }

    /** Waits for something that is being set up; fails as the store does. */
    static <T> T await(CompletableFuture<T> future, LinkOptions options, Duration timeout) {
        try {
            return future.get(timeout.toMillis(), MILLISECONDS);
        } catch (ExecutionException e) {
            throw options.failures().translated(e);
        } catch (TimeoutException e) {
            discardLate(future);
            throw options.failures().timeout(timeout, e);
        } catch (InterruptedException e) {
            discardLate(future);
            Thread.currentThread().interrupt();
            throw options.failures().interrupted(e);
        }
    }

    /** A connection that comes up when nobody waits for it any more would stay open for good. */
    private static void discardLate(CompletableFuture<?> future) {
        CompletableFuture<Void> unused = future.thenAccept(late -> {
            if (late instanceof StatefulConnection<?, ?> connection) {
                discard(connection);
            }
        });
    }

    boolean isOpen() {
        return reads.isOpen() && writes.isOpen();
    }

    /** Closes both without waiting; what is under way on them fails. */
    void discard() {
        discard(reads);
        discard(writes);
    }

    /** Begins to close a connection; what may go wrong then is of no use to anybody. */
    static void discard(StatefulConnection<?, ?> connection) {
        CompletableFuture<Void> unused = connection.closeAsync();
    }

    void close() {
        reads.close();
        writes.close();
    }
}
