package io.cloakroom.cache.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection from its opening to its end, with the epoch during which Redis reports changes on it. A new connection
 * is a new epoch, because reports may have been lost in between; so is a flush of the whole server.
 */
final class LiveConnection {

    private final StatefulRedisConnection<String, byte[]> connection;
    private final AtomicLong epochs;
    private volatile long epoch;

    LiveConnection(StatefulRedisConnection<String, byte[]> connection, AtomicLong epochs) {
        this.connection = connection;
        this.epochs = epochs;
        this.epoch = epochs.incrementAndGet();
    }

    RedisAsyncCommands<String, byte[]> commands() {
        return connection.async();
    }

    StatefulRedisConnection<String, byte[]> connection() {
        return connection;
    }

    long epoch() {
        return epoch;
    }

    void nextEpoch() {
        epoch = epochs.incrementAndGet();
    }
}
