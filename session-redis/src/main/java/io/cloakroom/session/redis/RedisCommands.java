package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the store needs, one plain read and scripts, over one connection that all threads share. Every wait has an
 * end. What a cluster needs otherwise goes behind these methods.
 */
final class RedisCommands {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final long PAUSE_NANOS = 10_000_000;

    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisAsyncCommands<byte[], byte[]> commands;
    private final Outage outage;
    private final Duration timeout;
    private final FailureTranslation failures;

    RedisCommands(StatefulRedisConnection<byte[], byte[]> connection, Duration timeout, FailureTranslation failures) {
        this.connection = connection;
        this.commands = connection.async();
        this.outage = new Outage(timeout);
        this.timeout = timeout;
        this.failures = failures;
    }

    /** Reads a hash by a plain command: a script would cost the server a multiple. Any failure allows another try. */
    Map<byte[], byte[]> readHash(byte[] key) {
        return await(() -> commands.hgetall(key), deadline(), failure -> true);
    }

    /**
     * Runs a script and waits for its reply. Sends its digest, and its text only to a server that does not know it.
     * Tries again only what certainly had no effect.
     */
    ScriptReply run(LuaScript script, ScriptArguments arguments, byte[]... keys) {
        byte[][] values = arguments.toArray();
        long deadline = deadline();
        try {
            return new ScriptReply(
                    await(() -> evalsha(script, keys, values), deadline, FailureTranslation::isRefusalForAMoment));
        } catch (SessionStoreException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return new ScriptReply(
                        await(() -> eval(script, keys, values), deadline, FailureTranslation::isRefusalForAMoment));
            }
            throw e;
        }
    }

    /** Runs a script without waiting for it; a failure is a line in the log. */
    void runLater(LuaScript script, ScriptArguments arguments, byte[]... keys) {
        byte[][] values = arguments.toArray();
        try {
            evalsha(script, keys, values).whenComplete((reply, failure) -> {
                if (failure instanceof RedisNoScriptException) {
                    eval(script, keys, values).whenComplete((again, lost) -> logLost(lost));
                } else {
                    logLost(failure);
                }
            });
        } catch (RedisException e) {
            logLost(e);
        }
    }

    private RedisFuture<List<?>> evalsha(LuaScript script, byte[][] keys, byte[][] values) {
        return commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, values);
    }

    private RedisFuture<List<?>> eval(LuaScript script, byte[][] keys, byte[][] values) {
        return commands.eval(script.text(), ScriptOutputType.MULTI, keys, values);
    }

    private void logLost(@Nullable Throwable failure) {
        if (failure != null) {
            log.log(
                    DEBUG,
                    () -> "A touch was lost: " + failures.translated(failure).getMessage());
        }
    }

    private long deadline() {
        return System.nanoTime() + timeout.toNanos();
    }

    /** Sends a command and waits for its reply; after a failure that allows it again, until the deadline. */
    private <T> T await(
            Supplier<RedisFuture<T>> command, long deadline, Predicate<SessionStoreUnavailableException> repeatable) {
        SessionStoreUnavailableException refusal = null;
        while (true) {
            awaitConnection(deadline);
            try {
                return reply(command, deadline);
            } catch (SessionStoreUnavailableException e) {
                if (!repeatable.test(e)) {
                    throw refusal == null ? e : after(refusal, e);
                }
                if (!pausedBefore(deadline)) {
                    throw e;
                }
                refusal = e;
            }
        }
    }

    /** The last try may have had a moment only: what the server said before tells more than that it was silent then. */
    private static SessionStoreUnavailableException after(
            SessionStoreUnavailableException refusal, SessionStoreUnavailableException last) {
        return new SessionStoreUnavailableException(last.getMessage() + " Before that: " + refusal.getMessage(), last);
    }

    private void awaitConnection(long deadline) {
        while (!connection.isOpen()) {
            if (!outage.isTolerable() || !pausedBefore(deadline)) {
                throw failures.disconnected();
            }
        }
        outage.end();
    }

    /** Returns false, and does not pause, if there is no time left. */
    private static boolean pausedBefore(long deadline) {
        if (deadline - System.nanoTime() <= PAUSE_NANOS
                || Thread.currentThread().isInterrupted()) {
            return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return true;
    }

    /** Gives the command up at the deadline, so that it is not sent by a later reconnect. */
    private <T> T reply(Supplier<RedisFuture<T>> command, long deadline) {
        try {
            RedisFuture<T> reply = command.get();
            try {
                return reply.get(deadline - System.nanoTime(), NANOSECONDS);
            } finally {
                reply.cancel(false);
            }
        } catch (ExecutionException | CancellationException | RedisException e) {
            throw failures.translated(e);
        } catch (TimeoutException e) {
            throw failures.timeout(timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(e);
        }
    }
}
