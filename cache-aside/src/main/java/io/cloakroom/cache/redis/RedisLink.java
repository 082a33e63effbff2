package io.cloakroom.cache.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection to Redis open. Lettuce could reconnect by itself, but the new connection would look like the old
 * one and not be tracked; here each is a {@link LiveConnection} of its own, in use only after it has been prepared, and
 * out of use the moment it is lost or does not answer the heartbeat.
 */
final class RedisLink implements AutoCloseable {

    private static final System.Logger log = System.getLogger(RedisTier.class.getName());
    private static final long LONGEST_PAUSE_MILLIS = 1_000;
    private static final long PREPARATION_SECONDS = 10;

    private final String name;
    private final Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> opener;
    private final Function<StatefulRedisConnection<String, byte[]>, CompletionStage<LiveConnection>> preparation;
    private final Runnable whenOpened;
    private final ScheduledExecutorService timer;
    private final AtomicReference<@Nullable LiveConnection> live = new AtomicReference<>();
    private final CompletableFuture<Void> firstOpened = new CompletableFuture<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean closed;

    RedisLink(
            String name,
            Supplier<CompletionStage<StatefulRedisConnection<String, byte[]>>> opener,
            Function<StatefulRedisConnection<String, byte[]>, CompletionStage<LiveConnection>> preparation,
            Runnable whenOpened,
            ScheduledExecutorService timer) {
        this.name = name;
        this.opener = opener;
        this.preparation = preparation;
        this.whenOpened = whenOpened;
        this.timer = timer;
    }

    /**
     * Starts to connect; returns a future that completes when the link is open for the first time, exceptionally if the
     * server was reached but cannot serve.
     */
    CompletableFuture<Void> start() {
        if (started.compareAndSet(false, true)) {
            connect();
        }
        return firstOpened;
    }

    /** Returns the connection in use, or {@code null} while there is none. */
    @Nullable LiveConnection live() {
        return live.get();
    }

    /** Asks the server for a sign of life, and gives the connection up if none comes. Never throws. */
    void check(Duration patience, Function<LiveConnection, CompletionStage<?>> question) {
        LiveConnection asked = live.get();
        if (asked == null) {
            return;
        }
        CompletionStage<?> answer;
        try {
            answer = question.apply(asked);
        } catch (RuntimeException refused) {
            answer = CompletableFuture.failedFuture(refused);
        }
        CompletionStage<?> inTime = answer.toCompletableFuture().orTimeout(patience.toMillis(), MILLISECONDS);
        inTime.whenComplete((given, failure) -> {
            if (failure != null) {
                lost(asked);
            }
        });
    }

    /** Closes the connection and opens no other. */
    @Override
    public void close() {
        closed = true;
        LiveConnection last = live.getAndSet(null);
        if (last != null) {
            discard(last.connection());
        }
    }

    private void connect() {
        if (!closed) {
            opener.get().whenComplete((connection, failure) -> {
                if (failure == null) {
                    prepare(connection);
                } else {
                    tryLater(failure);
                }
            });
        }
    }

    private void prepare(StatefulRedisConnection<String, byte[]> connection) {
        CompletionStage<LiveConnection> inTime =
                preparation.apply(connection).toCompletableFuture().orTimeout(PREPARATION_SECONDS, SECONDS);
        inTime.whenComplete((prepared, failure) -> {
            if (failure == null) {
                opened(prepared);
            } else {
                discard(connection);
                tryLater(failure);
            }
        });
    }

    private void opened(LiveConnection prepared) {
        StatefulRedisConnection<String, byte[]> connection = prepared.connection();
        whenOpened.run(); // before anybody uses it
        live.set(prepared);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
                lost(prepared);
            }
        });
        // closed meanwhile, by the server or by us, without the listener hearing of it
        if (closed || !connection.isOpen()) {
            lost(prepared);
            return;
        }
        log.log(failures.getAndSet(0) == 0 ? DEBUG : INFO, "{0} is open", name);
        firstOpened.complete(null);
    }

    private void lost(LiveConnection lost) {
        if (live.compareAndSet(lost, null)) {
            discard(lost.connection());
            if (!closed) {
                tryLater(new RedisException("the connection was lost"));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // connect() reports for itself
    private void tryLater(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof RedisCommandExecutionException || cause instanceof Probe.NoReportsException) {
            firstOpened.completeExceptionally(cause);
        }
        int soFar = failures.getAndIncrement();
        log.log(soFar == 0 ? WARNING : DEBUG, "{0} is not open; connecting again: {1}", name, cause);
        long pause = Math.min(LONGEST_PAUSE_MILLIS, 10L << Math.min(soFar, 10));
        try {
            timer.schedule(this::connect, pause, MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.log(DEBUG, "{0} is closed", name);
        }
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || failure instanceof Probe.NoReportsException ? failure : causeOf(cause);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nothing to do if closing fails
    private static void discard(StatefulRedisConnection<String, byte[]> connection) {
        connection.closeAsync();
    }
}
