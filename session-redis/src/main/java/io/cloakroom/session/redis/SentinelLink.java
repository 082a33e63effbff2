package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;

import io.cloakroom.session.store.SessionStoreException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/* Lettuce's own connection to "the primary of the Sentinels" asks them only when it has to reconnect. The connection to
 * a primary that hangs does not break, so it would stay there for good. Therefore we connect to the server that they
 * name, and move when they announce another one, or when they name another one after a call has failed.
 */
/** The primary of a group that Sentinels watch. */
final class SentinelLink implements RedisLink {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    /** Shorter than for a single server: the one that was just promoted is up. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration ASK_PAUSE = Duration.ofMillis(200);

    private final RedisClient client;
    private final LinkOptions options;
    private final Runnable closeClient;
    private final Sentinels sentinels;
    private final ExecutorService mover = Executors.newSingleThreadExecutor(SentinelLink::thread);
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong askedAt = new AtomicLong(System.nanoTime());
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Written by the mover only. */
    private volatile Primary primary;

    private SentinelLink(
            RedisClient client, LinkOptions options, Sentinels sentinels, Primary primary, Runnable closeClient) {
        this.client = client;
        this.options = options;
        this.closeClient = closeClient;
        this.sentinels = sentinels;
        this.primary = primary;
    }

    /** Connects with a client of its own. */
    static RedisLink open(RedisURI uri, LinkOptions options) {
        OwnResources resources = new OwnResources(options);
        RedisClient client = SingleServerLink.ownClient(resources, uri);
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

    private static RedisLink connected(RedisClient client, RedisURI uri, LinkOptions options, Runnable closeClient) {
        Sentinels sentinels = new Sentinels(client, uri, options);
        RedisURI address = sentinels.primary();
        ConnectionPair connections = ConnectionPair.open(client, address, options, CONNECT_TIMEOUT);
        SentinelLink link =
                new SentinelLink(client, options, sentinels, new Primary(address, connections), closeClient);
        sentinels.watch(link::heardOf);
        return link;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cloakroom-sentinel");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public boolean isOpen() {
        return primary.connections().isOpen();
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return primary.connections().reads().async();
    }

    @Override
    public CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> writesTo(byte[] key) {
        return completedStage(primary.connections().writes().async());
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

    /** Asks the Sentinels, in another thread and not more often than is good for them. */
    @Override
    public void suspect() {
        if (System.nanoTime() - askedAt.get() > ASK_PAUSE.toNanos() && asking.compareAndSet(false, true)) {
            later(this::ask);
        }
    }

    private void heardOf(RedisURI address) {
        later(() -> moveTo(address));
    }

    private void later(Runnable work) {
        try {
            mover.execute(work);
        } catch (RejectedExecutionException e) {
            log.log(DEBUG, "The store has been closed.");
        }
    }

    private void ask() {
        try {
            sentinels.watch(this::heardOf);
            moveTo(sentinels.primary());
        } catch (SessionStoreException e) {
            log.log(DEBUG, () -> "The Sentinels do not answer: " + e.getMessage());
        } finally {
            askedAt.set(System.nanoTime());
            asking.set(false);
        }
    }

    /** Runs in one thread only. What is under way on the old connections fails. */
    private void moveTo(RedisURI address) {
        Primary old = primary;
        if (closed.get() || old.isAt(address)) {
            return;
        }
        try {
            ConnectionPair connections = openedPrimary(address);
            if (connections == null) {
                return;
            }
            primary = new Primary(address, connections);
            old.connections().discard();
            if (closed.get()) {
                connections.discard();
            }
            log.log(INFO, () -> "Moved to the primary at " + address.getHost() + ":" + address.getPort() + ".");
        } catch (SessionStoreException e) {
            log.log(DEBUG, () -> "The new primary cannot be reached yet: " + e.getMessage());
        }
    }

    /** Returns nothing if the server is a replica. */
    private @Nullable ConnectionPair openedPrimary(RedisURI address) {
        ConnectionPair connections = ConnectionPair.open(client, address, options, CONNECT_TIMEOUT);
        boolean kept = false;
        try {
            kept = isPrimary(connections);
            return kept ? connections : null;
        } finally {
            if (!kept) {
                connections.discard();
            }
        }
    }

    /** A Sentinel that was cut off may name a server that is a replica by now. */
    private boolean isPrimary(ConnectionPair connections) {
        List<Object> role = ConnectionPair.await(
                connections.reads().async().role().toCompletableFuture(), options, CONNECT_TIMEOUT);
        return role.get(0) instanceof byte[] name && Arrays.equals(name, "master".getBytes(UTF_8));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            mover.shutdownNow();
            sentinels.close();
            primary.connections().close();
            closeClient.run();
        }
    }

    private record Primary(RedisURI address, ConnectionPair connections) {

        boolean isAt(RedisURI other) {
            return address.getHost().equals(other.getHost()) && address.getPort() == other.getPort();
        }
    }
}
