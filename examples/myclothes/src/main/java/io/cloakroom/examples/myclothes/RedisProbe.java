package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.health.Probe;
import io.cloakroom.examples.myclothes.startup.StartupException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** Asks Redis whether it answers, over a connection of its own. */
final class RedisProbe implements Probe, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Several instances that start together on a small machine take their time; an address that is wrong does not. */
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(10);

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private RedisProbe(RedisClient client, StatefulRedisConnection<String, String> connection) {
        this.client = client;
        this.connection = connection;
    }

    static RedisProbe connect(String address) throws StartupException {
        RedisClient client = RedisClient.create(parse(address));
        try {
            RedisProbe probe = new RedisProbe(client, client.connect());
            probe.check();
            probe.connection.setTimeout(PATIENCE);
            return probe;
        } catch (RedisException e) {
            client.close();
            throw translate(e);
        }
    }

    /** Asks for a sign of life; throws a {@link RedisException} if there is none within a second. */
    @Override
    public void check() {
        connection.sync().ping();
    }

    @Override
    public void close() {
        client.close();
    }

    private static RedisURI parse(String address) throws StartupException {
        try {
            RedisURI uri = RedisURI.create(address);
            uri.setTimeout(PATIENCE_AT_START);
            return uri;
        } catch (IllegalArgumentException e) {
            // not the address itself: there may be a password in it
            throw StartupException.setting("MYCLOTHES_REDIS must be an address such as redis://127.0.0.1:6379");
        }
    }

    private static StartupException translate(RedisException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException) {
                return StartupException.setting("Redis refuses us: check user and password in MYCLOTHES_REDIS");
            }
        }
        return StartupException.dependency("Redis does not answer: start it, or correct MYCLOTHES_REDIS");
    }
}
