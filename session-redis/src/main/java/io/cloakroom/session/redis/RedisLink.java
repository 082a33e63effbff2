package io.cloakroom.session.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/** Where the commands of a store go: one server, whichever server the Sentinels name, or the nodes of a cluster. */
interface RedisLink extends AutoCloseable {

    /** Tells whether commands have a chance; if not, each would be rejected at once. */
    boolean isOpen();

    /** Returns commands that all threads share. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /**
     * Returns commands that reach the one server that accepts writes to a key, in their order and over one connection,
     * as {@code WAIT} needs it: it speaks of the writes of its connection, and holds the connection up until it is
     * answered.
     */
    CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key);

    /** Returns commands that reach the server to which another one has redirected, over one connection. */
    CompletionStage<? extends RedisClusterAsyncCommands<byte[], byte[]>> writesAt(String host, int port);

    /** Tells whether keys may lie on different servers. */
    boolean isSharded();

    /** Notes that a call failed: the link may look where the data are served now. Returns at once. */
    void suspect();

    /** Closes what was opened for the store. Idempotent. */
    @Override
    void close();
}
