package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.cache.tier.ChangeListener;
import io.cloakroom.cache.tier.CommitAnswer;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Lifetime;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedSpace;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in Redis.
 *
 * <p>Entries are read and committed on the tracked connection, so that Redis reports their changes; what concerns
 * control keys goes over the plain one, where nobody is told of their changes. An untracked read and an untracked
 * commit go over the plain connection together, because their answers must come in the order in which Redis gave them.
 */
final class RedisSpace implements SharedSpace {

    /** How many positions of one key are remembered, and for how long: longer than any replica should lag. */
    private static final int MOST_POSITIONS = 32;

    private static final Duration POSITION_LIFE = Duration.ofMinutes(10);

    private final KeyNames names;
    private final Shards shards;
    private final RedisTimeouts timeouts;
    private final Stamps stamps;
    private volatile ChangeListener listener = key -> {};

    RedisSpace(String namespace, Shards shards, RedisTimeouts timeouts) {
        this.names = new KeyNames(namespace);
        this.shards = shards;
        this.timeouts = timeouts;
        this.stamps = new Stamps(names, shards, timeouts);
    }

    @Override
    public void listen(ChangeListener listener) {
        this.listener = listener;
    }

    /** Called when Redis reports a change of a key. */
    void changed(String redisKey) {
        String key = names.keyOf(redisKey);
        String tag = key == null ? names.tagOf(redisKey) : null;
        if (key != null) {
            listener.changed(key);
        } else if (tag != null) {
            stamps.forget(tag);
        }
    }

    void reconnected() {
        listener.reconnected();
    }

    @Override
    public long epoch(String key) {
        return epochOf(shardOf(key).tracked().live());
    }

    @Override
    public boolean isAvailable() {
        return shards.all().stream().allMatch(Shard::isAvailable);
    }

    @Override
    public CompletionStage<Reading> read(String key, boolean tracked) {
        return on(key, shard -> {
                    LiveConnection reporting = tracked ? shard.tracked().live() : null;
                    long epoch = epochOf(reporting); // before the command is sent
                    return shard.<Reading>ask(
                            reporting,
                            timeouts.read(),
                            connection -> connection
                                    .commands()
                                    .get(names.entry(key))
                                    .toCompletableFuture()
                                    .thenApply(stored -> reading(shard, stored, epoch)));
                })
                .thenCompose(this::verified);
    }

    @Override
    public CompletionStage<List<Reading>> readAll(List<String> keys, boolean tracked) {
        if (keys.size() == 1 || !shards.isUndivided()) {
            return inOrder(keys.stream()
                    .map(key -> read(key, tracked).toCompletableFuture())
                    .toList());
        }
        Shard shard = shardOf(keys.get(0));
        LiveConnection reporting = tracked ? shard.tracked().live() : null;
        long epoch = epochOf(reporting);
        String[] entries = keys.stream().map(names::entry).toArray(String[]::new);
        return shard.<List<Reading>>ask(
                        reporting,
                        timeouts.read(),
                        connection -> connection
                                .commands()
                                .mget(entries)
                                .toCompletableFuture()
                                .thenApply(values -> values.stream()
                                        .map(stored -> reading(shard, stored.getValueOrElse(null), epoch))
                                        .toList()))
                .thenCompose(readings ->
                        inOrder(readings.stream().map(this::verified).toList()));
    }

    @Override
    public CompletionStage<LeaseAnswer> lease(String key, UUID token, Duration leaseTime, Seen seen) {
        return on(
                        key,
                        shard -> this.<List<Object>>run(
                                        shard,
                                        null,
                                        Script.LEASE,
                                        key,
                                        Script.argument(token.toString()),
                                        Script.argument(leaseTime.toMillis()),
                                        seen.head())
                                .thenApply(answer -> leaseAnswer(shard, answer)))
                .thenCompose(answer -> answer instanceof LeaseAnswer.Filled filled
                        ? verified(filled.reading()).thenApply(LeaseAnswer.Filled::new)
                        : CompletableFuture.completedFuture(answer));
    }

    @Override
    public CompletionStage<CommitAnswer> commit(
            String key, UUID token, SharedEntry entry, Lifetime lifetime, boolean tracked) {
        return on(key, shard -> {
            LiveConnection reporting = tracked ? shard.tracked().live() : null;
            long epoch = epochOf(reporting);
            return this.<Long>run(
                            shard,
                            reporting,
                            Script.COMMIT,
                            key,
                            Script.argument(token.toString()),
                            EntryFormat.write(entry, token),
                            Script.argument(lifetime.fresh().toMillis()),
                            Script.argument(lifetime.kept().toMillis()),
                            Script.argument(EntryFormat.SOFT_EXPIRY_OFFSET))
                    .thenApply(stored -> stored == 1 ? new CommitAnswer.Stored(epoch) : new CommitAnswer.Fenced());
        });
    }

    @Override
    public CompletionStage<Void> release(String key, UUID token, Duration backOff) {
        return on(
                key,
                shard -> this.<Long>run(
                                shard,
                                null,
                                Script.RELEASE,
                                key,
                                Script.argument(token.toString()),
                                Script.argument(backOff.toMillis()))
                        .thenAccept(done -> {}));
    }

    @Override
    public CompletionStage<Void> invalidate(String key, @Nullable String position) {
        return insist(
                Script.INVALIDATE,
                key,
                Script.argument(position == null ? "" : position),
                Script.argument(POSITION_LIFE.toMillis()),
                Script.argument(MOST_POSITIONS));
    }

    @Override
    public CompletionStage<Void> put(String key, SharedEntry entry, Lifetime lifetime) {
        return insist(
                Script.PUT,
                key,
                EntryFormat.write(entry, UUID.randomUUID()),
                Script.argument(lifetime.fresh().toMillis()),
                Script.argument(lifetime.kept().toMillis()),
                Script.argument(EntryFormat.SOFT_EXPIRY_OFFSET));
    }

    @Override
    public CompletionStage<Map<String, UUID>> stamps(Collection<String> tags) {
        return stamps.fetch(tags);
    }

    @Override
    public CompletionStage<Map<String, UUID>> recentStamps(Collection<String> tags) {
        return stamps.recent(tags);
    }

    @Override
    public boolean areCurrent(Map<String, UUID> stamps) {
        return this.stamps.areCurrent(stamps);
    }

    @Override
    public CompletionStage<Void> invalidateTags(Collection<String> tags) {
        return stamps.outdate(tags);
    }

    private <T> CompletableFuture<T> run(
            Shard shard, @Nullable LiveConnection preferred, Script script, String key, byte[]... arguments) {
        return shard.ask(
                preferred,
                timeouts.read(),
                connection -> script.<T>run(connection.commands(), names.both(key), arguments));
    }

    /** Runs a script even if the breaker is open: what it does must happen. */
    private CompletableFuture<Void> insist(Script script, String key, byte[]... arguments) {
        return on(
                key,
                shard -> shard.<Void>insist(
                        null,
                        timeouts.invalidation(),
                        connection -> script.<Long>run(connection.commands(), names.both(key), arguments)
                                .thenAccept(done -> {})));
    }

    /** Does something on the server of a key, once more if it turns out to be another one. */
    private <T> CompletableFuture<T> on(String key, Function<Shard, CompletableFuture<T>> work) {
        return work.apply(shardOf(key))
                .exceptionallyCompose(failure -> isMoved(failure)
                        ? shards.refresh().toCompletableFuture().thenCompose(known -> work.apply(shardOf(key)))
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isMoved(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RedisCommandExecutionException
                && String.valueOf(cause.getMessage()).startsWith("MOVED");
    }

    private Shard shardOf(String key) {
        return shards.of(names.entry(key));
    }

    private static long epochOf(@Nullable LiveConnection reporting) {
        return reporting == null ? NO_EPOCH : reporting.epoch();
    }

    private static Reading reading(Shard shard, byte @Nullable [] stored, long epoch) {
        return stored == null
                ? new Reading.Missing()
                : EntryFormat.read(stored, shard.clock().now(), epoch);
    }

    /** Compares the stamps of an entry with the present ones, which are asked for after the entry was read. */
    private CompletableFuture<Reading> verified(Reading reading) {
        if (!(reading instanceof Reading.Found found)) {
            return CompletableFuture.completedFuture(reading);
        }
        Map<String, UUID> own = found.entry().stamps();
        return stamps.recent(own.keySet())
                .thenApply(present -> present.equals(own) ? found : new Reading.Outdated(found.seen()));
    }

    private static LeaseAnswer leaseAnswer(Shard shard, List<Object> answer) {
        String kind = text(answer.get(0));
        return switch (kind) {
            case "filled" -> new LeaseAnswer.Filled(reading(shard, (byte[]) answer.get(1), NO_EPOCH));
            case "busy" -> new LeaseAnswer.Busy(Duration.ofMillis((Long) answer.get(1)), texts(answer, 2));
            case "off" -> new LeaseAnswer.BackedOff(Duration.ofMillis((Long) answer.get(1)));
            default -> new LeaseAnswer.Granted(texts(answer, 1));
        };
    }

    private static List<String> texts(List<Object> answer, int from) {
        return answer.stream().skip(from).map(RedisSpace::text).toList();
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }

    private static <T> CompletableFuture<List<T>> inOrder(List<CompletableFuture<T>> answers) {
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> IntStream.range(0, answers.size())
                        .mapToObj(i -> answers.get(i).join())
                        .toList());
    }
}
