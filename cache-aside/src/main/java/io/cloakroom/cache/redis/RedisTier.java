package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.cache.tier.SharedTier;
import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier in Redis, version 7 or newer: one server, a group watched by Sentinels, or a Cluster. An application
 * has one tier and shares it among its caches; it holds two connections to each primary, whatever the number of caches
 * and threads, and one daemon thread. Safe for use by many threads at once.
 *
 * <p>One connection reads and commits entries under {@code CLIENT TRACKING}, and on it Redis reports every change of an
 * entry that this process has read. When it is lost, or when Redis does not answer the heartbeat, all caches forget at
 * once what they keep in process, and keep nothing until tracking is on again. The other connection carries the rest.
 *
 * <p>The socket may be dead without this process noticing, say because a cable was cut: then old values may be served
 * from process memory until the heartbeat is missed, by default for at most two seconds.
 *
 * <p>The user that connects needs the commands {@code GET MGET SET SETRANGE STRLEN UNLINK HGET HMGET HSET HDEL PEXPIRE
 * PTTL TIME EVAL EVALSHA CLIENT|TRACKING HELLO PING}, with Sentinels also {@code ROLE} and in a Cluster
 * {@code CLUSTER|SLOTS}, on the keys {@code namespace:*} and <code>{namespace}:*</code> of its caches and on
 * {@code cloakroom:probe:*}: each connection is tried out on such a key before it is relied on.
 */
public final class RedisTier implements SharedTier, AutoCloseable {

    private final RedisTimeouts timeouts;
    private final ScheduledExecutorService timer;
    private final Spaces spaces = new Spaces();
    private final Connector connector;
    private final Shards shards;

    private RedisTier(RedisURI uri, boolean isCluster, RedisTimeouts timeouts) {
        this.timeouts = timeouts;
        timer = Executors.newSingleThreadScheduledExecutor(RedisTier::timerThread);
        connector = new Connector(timeouts, timer, spaces);
        shards = isCluster ? new ClusterShards(connector, uri) : new SingleShard(connector.shard(uri, Probe::anyKey));
    }

    /**
     * Connects to a Redis with the default time-outs.
     *
     * @param uri where it is, such as {@code redis://127.0.0.1:6379} or {@code rediss://user:password@host:6380/0}
     * @return the tier, connected, or about to connect if Redis does not answer within a second: caches then load by
     *     themselves until it does
     * @throws IllegalArgumentException if the address cannot be understood; never quotes it
     */
    public static RedisTier create(String uri) {
        return builder(uri).build();
    }

    /**
     * Starts to build a tier.
     *
     * @param uri where Redis is, such as {@code redis://127.0.0.1:6379} or
     *     {@code redis-sentinel://host:26379,host2:26379#name}
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the address cannot be understood; never quotes it
     */
    public static RedisTierBuilder builder(String uri) {
        requireNonNull(uri, "uri");
        if (!isUnderstood(uri)) {
            throw new IllegalArgumentException("uri cannot be understood: it must be like redis://host:6379,"
                    + " rediss://user:password@host:6379/0 or redis-sentinel://host:26379,host2:26379#name, with what is"
                    + " special in names and passwords written as %20 and the like");
        }
        return new RedisTierBuilder(uri);
    }

    // what the client says, and its cause, quote the whole address, with the password
    private static boolean isUnderstood(String uri) {
        try {
            RedisURI.create(uri);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    static RedisTier connect(RedisURI uri, boolean isCluster, RedisTimeouts timeouts) {
        var tier = new RedisTier(uri, isCluster, timeouts);
        tier.start();
        return tier;
    }

    @Override
    public SharedSpace open(String namespace) {
        var space = new RedisSpace(requireNonNull(namespace, "namespace"), shards, timeouts);
        spaces.add(namespace, space);
        return space;
    }

    /** Closes the connections. Caches of this tier go on, loading each value from where it really lives. */
    @Override
    public void close() {
        timer.shutdownNow();
        shards.close();
        connector.close();
    }

    /** Names the tier. */
    @Override
    public String toString() {
        return "RedisTier" + spaces.names();
    }

    /** The connection on which Redis reports changes, or {@code null} while there is none. */
    @Nullable LiveConnection trackedConnection() {
        return shards.all().get(0).tracked().live();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the heartbeat never throws and ends with the timer
    private void start() {
        try {
            shards.refresh()
                    .thenCompose(known -> CompletableFuture.allOf(
                            shards.all().stream().map(connector::start).toArray(CompletableFuture[]::new)))
                    .toCompletableFuture()
                    .completeOnTimeout(null, timeouts.connect().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException refused) {
            close();
            throw new IllegalStateException(
                    "Redis answers but cannot keep caches coherent: " + refused.getCause()
                            + ". It must be version 7 or newer, reached without a proxy that swallows push messages, by a"
                            + " user who may use the commands that RedisTier names",
                    refused);
        }
        long millis = timeouts.heartbeat().toMillis();
        timer.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        shards.all().forEach(connector::beat);
        shards.refresh();
    }

    private static Thread timerThread(Runnable work) {
        var thread = new Thread(work, "cloakroom-cache-redis");
        thread.setDaemon(true);
        return thread;
    }
}
