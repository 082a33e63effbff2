package io.cloakroom.cache.redis;

import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One Redis server and what is between it and this process: the connection on which it reports changes, the one for all
 * else, its clock, and the breaker that both share.
 */
final class Shard implements AutoCloseable {

    private final RedisLink tracked;
    private final RedisLink plain;
    private final RedisClock clock;
    private final Breaker breaker;

    Shard(RedisLink tracked, RedisLink plain, RedisClock clock, Breaker breaker) {
        this.tracked = tracked;
        this.plain = plain;
        this.clock = clock;
        this.breaker = breaker;
    }

    RedisLink tracked() {
        return tracked;
    }

    RedisLink plain() {
        return plain;
    }

    RedisClock clock() {
        return clock;
    }

    boolean isAvailable() {
        return plain.live() != null && !breaker.isOpen();
    }

    /**
     * Sends a command on the given connection, or on the plain one, unless the breaker is open; the stage ends within
     * the time-out.
     */
    <T> CompletableFuture<T> ask(
            @Nullable LiveConnection preferred,
            Duration timeout,
            Function<LiveConnection, CompletableFuture<? extends T>> command) {
        return breaker.allows()
                ? insist(preferred, timeout, command)
                : CompletableFuture.failedFuture(
                        new RedisException("Redis has not answered several times and is left alone for a moment"));
    }

    /** Sends a command even if the breaker is open. */
    <T> CompletableFuture<T> insist(
            @Nullable LiveConnection preferred,
            Duration timeout,
            Function<LiveConnection, CompletableFuture<? extends T>> command) {
        LiveConnection connection = preferred != null ? preferred : plain.live();
        if (connection == null) {
            return CompletableFuture.failedFuture(new RedisException("There is no connection to Redis at the moment"));
        }
        CompletableFuture<T> answer;
        try {
            answer = command.apply(connection).thenApply(given -> given);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((given, failure) -> {
            if (failure == null) {
                breaker.answered();
            } else if (causeOf(failure) instanceof TimeoutException) {
                breaker.notAnswered();
            }
        });
    }

    @Override
    public void close() {
        tracked.close();
        plain.close();
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
