package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends what the store needs, plain reads and scripts, and tries again what may be. Every wait has an end. Safe for use
 * by many threads.
 */
final class RedisCommands {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private final RedisLink link;
    private final Outage outage;
    private final Duration timeout;
    private final int replicas;
    private final FailureTranslation failures;

    /** Creates commands; each write waits until so many replicas have it, too. */
    RedisCommands(RedisLink link, Duration timeout, int replicas, FailureTranslation failures) {
        this.link = link;
        this.outage = new Outage(timeout);
        this.timeout = timeout;
        this.replicas = replicas;
        this.failures = failures;
    }

    /** Returns the deadline of a call that begins now. */
    Deadline deadline() {
        return Deadline.after(timeout);
    }

    /** Tells whether keys may lie on different servers. */
    boolean isSharded() {
        return link.isSharded();
    }

    /** Waits before another try of what others were faster with, unless the time is up. */
    void pauseOrGiveUp(Deadline deadline) {
        if (!deadline.allowsPause()) {
            throw failures.contended(deadline.timeout());
        }
    }

    /** Sends plain commands that may be repeated, such as reads: any failure allows another try. */
    <T> T repeatably(
            Deadline deadline, Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return repeated(deadline, () -> reply(sent(command), deadline), failure -> true);
    }

    /** Runs a script that only reads: it needs no replicas. */
    ScriptReply look(Deadline deadline, ScriptCall call) {
        return new ScriptReply(repeatably(deadline, call::send));
    }

    /** Runs a script and waits for its reply. Tries again only what certainly had no effect. */
    ScriptReply run(Deadline deadline, ScriptCall call) {
        return run(deadline, call, FailureTranslation::isWithoutEffect);
    }

    /** Runs a script that may be run twice: any failure allows another try. */
    ScriptReply runRepeatably(Deadline deadline, ScriptCall call) {
        return run(deadline, call, failure -> true);
    }

    /**
     * Sends a command that may be repeated, without waiting for it: again where the server cannot be reached, until a
     * call would end. What fails for good is a line in the log.
     */
    void later(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<?>> command) {
        later(command, deadline());
    }

    private void later(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<?>> command, Deadline deadline) {
        attempted(command).whenComplete((done, failure) -> {
            if (failure == null) {
                return;
            }
            SessionStoreException translated = failures.translated(failure);
            if (translated instanceof SessionStoreUnavailableException
                    && deadline.leftNanos() > RETRY_PAUSE.toNanos()) {
                CompletableFuture.delayedExecutor(RETRY_PAUSE.toNanos(), NANOSECONDS)
                        .execute(() -> later(command, deadline));
            } else {
                log.log(DEBUG, () -> "A command that nobody waits for was lost: " + translated.getMessage());
            }
        });
    }

    private CompletionStage<?> attempted(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<?>> command) {
        try {
            return command.apply(link.commands());
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Runs a script without waiting for it; a failure is a line in the log. */
    void runLater(ScriptCall call, Consumer<ScriptReply> whatNext) {
        later(redis -> call.send(redis).thenAccept(reply -> whatNext.accept(new ScriptReply(reply))));
    }

    /** Sends the digest of a script, and its text only to a server that does not know it. */
    private ScriptReply run(
            Deadline deadline, ScriptCall call, Predicate<SessionStoreUnavailableException> repeatable) {
        try {
            return repeated(deadline, () -> attempt(deadline, call, call::byDigest), repeatable);
        } catch (SessionStoreException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return repeated(deadline, () -> attempt(deadline, call, call::byText), repeatable);
            }
            throw e;
        }
    }

    private ScriptReply attempt(
            Deadline deadline,
            ScriptCall call,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<List<?>>> script) {
        if (replicas == 0) {
            return new ScriptReply(reply(sent(script), deadline));
        }
        try {
            return confirmedAttempt(deadline, reply(() -> link.writesTo(call.key()), deadline), script);
        } catch (SessionStoreUnavailableException e) {
            String[] importing = FailureTranslation.importingNode(e);
            if (importing.length == 0) {
                throw e;
            }
            return importedAttempt(deadline, importing[0], Integer.parseInt(importing[1]), script);
        }
    }

    /**
     * Follows {@code ASK}, in the middle of a migration. Another thread's command may slip in behind {@code ASKING};
     * the node refuses the script then, and it is tried again.
     */
    private ScriptReply importedAttempt(
            Deadline deadline,
            String host,
            int port,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<List<?>>> script) {
        return confirmedAttempt(deadline, reply(() -> link.writesAt(host, port), deadline), commands -> {
            var unused = commands.asking();
            return script.apply(commands);
        });
    }

    /** Sends WAIT right behind the script, on the same connection, and believes the script only if it succeeds. */
    private ScriptReply confirmedAttempt(
            Deadline deadline,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<List<?>>> script) {
        CompletionStage<List<?>> sent = reply(() -> CompletableFuture.completedStage(script.apply(commands)), deadline);
        CompletionStage<Long> confirmed = commands.waitForReplication(replicas, deadline.mostMillis());
        try {
            ScriptReply answer = new ScriptReply(reply(() -> sent, deadline));
            if (answer.mayHaveWritten()) {
                requireReplicas(confirmed, deadline);
            }
            return answer;
        } finally {
            confirmed.toCompletableFuture().cancel(false);
        }
    }

    /** However WAIT ends: the script has written, and must not be taken for one that has not. */
    private void requireReplicas(CompletionStage<Long> confirmed, Deadline deadline) {
        long have = 0;
        try {
            have = reply(() -> confirmed, deadline);
        } catch (SessionStoreException e) {
            log.log(DEBUG, () -> "The replicas could not be waited for: " + e.getMessage());
        }
        if (have < replicas) {
            throw failures.unconfirmed(have, replicas);
        }
    }

    private <T> Supplier<CompletionStage<? extends T>> sent(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        return () -> command.apply(link.commands());
    }

    /** Makes an attempt; after a failure that allows it another one, until the deadline. */
    private <T> T repeated(
            Deadline deadline, Supplier<T> attempt, Predicate<SessionStoreUnavailableException> repeatable) {
        SessionStoreUnavailableException refusal = null;
        while (true) {
            awaitConnection(deadline);
            try {
                return attempt.get();
            } catch (SessionStoreUnavailableException e) {
                link.suspect();
                if (!repeatable.test(e) || !deadline.allowsPause()) {
                    throw refusal == null ? e : after(refusal, e);
                }
                refusal = e;
            }
        }
    }

    /** The last try may have had a moment only: what the server said before tells more than that it was silent then. */
    private static SessionStoreUnavailableException after(
            SessionStoreUnavailableException refusal, SessionStoreUnavailableException last) {
        return Objects.equals(last.getMessage(), refusal.getMessage())
                ? last
                : new SessionStoreUnavailableException(
                        last.getMessage() + " Before that: " + refusal.getMessage(), last);
    }

    private void awaitConnection(Deadline deadline) {
        while (!link.isOpen()) {
            link.suspect();
            if (!outage.isTolerable() || !deadline.allowsPause()) {
                throw failures.disconnected();
            }
        }
        outage.end();
    }

    /** Gives the command up at the deadline, so that it is not sent by a later reconnect. */
    private <T> T reply(Supplier<CompletionStage<? extends T>> command, Deadline deadline) {
        try {
            CompletableFuture<? extends T> reply = command.get().toCompletableFuture();
            try {
                return reply.get(deadline.leftNanos(), NANOSECONDS);
            } finally {
                reply.cancel(false);
            }
        } catch (ExecutionException | CancellationException | RedisException e) {
            throw failures.translated(e);
        } catch (TimeoutException e) {
            throw failures.timeout(deadline.timeout(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(e);
        }
    }
}
