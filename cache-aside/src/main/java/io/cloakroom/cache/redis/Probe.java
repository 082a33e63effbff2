package io.cloakroom.cache.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tries out, before a connection is relied on, whether the report of a change really comes. */
final class Probe {

    private static final long KEPT_MILLIS = 1_000;

    private final LiveConnection connection;
    private final Duration patience;
    private final String key;
    private final CompletableFuture<Void> reported = new CompletableFuture<>();

    Probe(LiveConnection connection, String key, Duration patience) {
        this.connection = connection;
        this.key = key;
        this.patience = patience;
    }

    /** A key for trying out that nobody else uses. */
    static String anyKey() {
        return "cloakroom:probe:" + UUID.randomUUID();
    }

    /** To be called with every reported key. */
    void reported(String redisKey) {
        if (redisKey.equals(key)) {
            reported.complete(null);
        }
    }

    /** Reads a key under tracking and changes it; fails if the report does not come. Leaves tracking off. */
    CompletionStage<Void> run() {
        RedisAsyncCommands<String, byte[]> commands = connection.commands();
        return commands.clientTracking(TrackingArgs.Builder.enabled())
                .thenCompose(on -> commands.get(key))
                .thenCompose(none -> commands.set(key, new byte[0], SetArgs.Builder.px(KEPT_MILLIS)))
                .thenCompose(set -> reported.copy().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS))
                .exceptionallyCompose(Probe::explained)
                .thenCompose(came -> commands.clientTracking(TrackingArgs.Builder.enabled(false)))
                .thenAccept(off -> {});
    }

    private static CompletionStage<Void> explained(Throwable failure) {
        boolean silent = failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException;
        return CompletableFuture.failedFuture(
                silent ? new NoReportsException("the report of a change did not come", failure) : failure);
    }

    /** Redis answers, but does not report changes. */
    static final class NoReportsException extends RedisException {

        private static final long serialVersionUID = 1L;

        NoReportsException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
