package io.cloakroom.cache.redis;

import io.cloakroom.cache.tier.ChangeListener;
import io.cloakroom.cache.tier.CommitAnswer;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedSpace;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in Redis.
 *
 * <p>Entries are read and committed on the tracked connection, so that Redis reports their changes; what concerns
 * control keys goes over the plain one, where nobody is told of their changes. An untracked read and an untracked
 * commit go over the plain connection together, because their answers must come in the order in which Redis gave them.
 */
final class RedisSpace implements SharedSpace, ChangeListener {

    private final KeyNames names;
    private final RedisLink tracked;
    private final RedisLink plain;
    private final RedisClock clock;
    private final RedisTimeouts timeouts;
    private volatile ChangeListener listener = key -> {};

    RedisSpace(String namespace, RedisLink tracked, RedisLink plain, RedisClock clock, RedisTimeouts timeouts) {
        this.names = new KeyNames(namespace);
        this.tracked = tracked;
        this.plain = plain;
        this.clock = clock;
        this.timeouts = timeouts;
    }

    @Override
    public void listen(ChangeListener listener) {
        this.listener = listener;
    }

    @Override
    public void changed(String redisKey) {
        String key = names.keyOf(redisKey);
        if (key != null) {
            listener.changed(key);
        }
    }

    @Override
    public long epoch() {
        return epochOf(tracked.live());
    }

    @Override
    public CompletionStage<Reading> read(String key, boolean tracked) {
        LiveConnection reporting = tracked ? this.tracked.live() : null;
        long epoch = epochOf(reporting); // before the command is sent
        return ask(
                reporting,
                timeouts.read(),
                connection -> connection
                        .commands()
                        .get(names.entry(key))
                        .toCompletableFuture()
                        .thenApply(stored -> reading(stored, epoch)));
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(String key, UUID token, Duration leaseTime, Seen seen) {
        return ask(
                null,
                timeouts.read(),
                connection -> Script.LEASE
                        .<List<Object>>run(
                                connection.commands(),
                                names.both(key),
                                Script.argument(token.toString()),
                                Script.argument(leaseTime.toMillis()),
                                seen.head())
                        .thenApply(this::leaseAnswer));
    }

    @Override
    public CompletionStage<CommitAnswer> commit(
            String key, UUID token, SharedEntry entry, Duration timeToLive, boolean tracked) {
        LiveConnection reporting = tracked ? this.tracked.live() : null;
        long epoch = epochOf(reporting);
        return ask(
                reporting,
                timeouts.read(),
                connection -> Script.COMMIT
                        .<Long>run(
                                connection.commands(),
                                names.both(key),
                                Script.argument(token.toString()),
                                EntryFormat.write(entry, token),
                                Script.argument(timeToLive.toMillis()),
                                Script.argument(EntryFormat.SOFT_EXPIRY_OFFSET))
                        .thenApply(stored -> stored == 1 ? new CommitAnswer.Stored(epoch) : new CommitAnswer.Fenced()));
    }

    @Override
    public CompletionStage<Void> release(String key, UUID token) {
        return ask(
                null,
                timeouts.read(),
                connection -> Script.RELEASE
                        .<Long>run(connection.commands(), names.both(key), Script.argument(token.toString()))
                        .thenAccept(done -> {}));
    }

    @Override
    public CompletionStage<Void> invalidate(String key) {
        return ask(
                null,
                timeouts.invalidation(),
                connection -> Script.INVALIDATE
                        .<Long>run(connection.commands(), names.both(key))
                        .thenAccept(done -> {}));
    }

    private static long epochOf(@Nullable LiveConnection reporting) {
        return reporting == null ? NO_EPOCH : reporting.epoch();
    }

    private Reading reading(byte @Nullable [] stored, long epoch) {
        return stored == null ? new Reading.Missing() : EntryFormat.read(stored, clock.now(), epoch);
    }

    private LeaseAnswer leaseAnswer(List<Object> answer) {
        String kind = new String((byte[]) answer.get(0), StandardCharsets.US_ASCII);
        return switch (kind) {
            case "filled" -> new LeaseAnswer.Filled(reading((byte[]) answer.get(1), NO_EPOCH));
            case "busy" -> new LeaseAnswer.Busy(Duration.ofMillis((Long) answer.get(1)));
            default -> new LeaseAnswer.Granted();
        };
    }

    /** Sends a command on the given connection, or on the plain one; the stage ends within the time-out. */
    private <T> CompletableFuture<T> ask(
            @Nullable LiveConnection preferred,
            Duration timeout,
            Function<LiveConnection, CompletableFuture<? extends T>> command) {
        LiveConnection connection = preferred != null ? preferred : plain.live();
        if (connection == null) {
            return CompletableFuture.failedFuture(new RedisException("There is no connection to Redis at the moment"));
        }
        try {
            return command.apply(connection)
                    .<T>thenApply(answer -> answer)
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
