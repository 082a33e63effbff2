package io.cloakroom.cache.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The stamps of one cache's tags in Redis, and what is known of them in this process. */
final class Stamps {

    /** A tag that is not used for so long outdates its entries. */
    private static final Duration TAG_LIFE = Duration.ofDays(40);

    /** Longer than any entry lives. */
    private static final Duration COMMON_LIFE = Duration.ofDays(740);

    private final KeyNames names;
    private final Shards shards;
    private final RedisTimeouts timeouts;
    private final AtomicReference<StampTable> table = new AtomicReference<>(new StampTable(SharedSpace.NO_EPOCH));

    Stamps(KeyNames names, Shards shards, RedisTimeouts timeouts) {
        this.names = names;
        this.shards = shards;
        this.timeouts = timeouts;
    }

    boolean areCurrent(Map<String, UUID> stamps) {
        StampTable known = table();
        return known != null
                && stamps.entrySet().stream().allMatch(each -> each.getValue().equals(known.find(each.getKey())));
    }

    /** Called when Redis reports that a stamp has changed. */
    void forget(String tag) {
        requireNonNull(table.get()).forget(tag);
    }

    /** From memory what is there, the rest from Redis. */
    CompletableFuture<Map<String, UUID>> recent(Collection<String> tags) {
        StampTable known = table();
        var present = new HashMap<String, UUID>();
        var unknown = new ArrayList<String>();
        for (String tag : tags) {
            UUID stamp = known == null ? null : known.find(tag);
            if (stamp == null) {
                unknown.add(tag);
            } else {
                present.put(tag, stamp);
            }
        }
        if (unknown.isEmpty()) {
            return CompletableFuture.completedFuture(present);
        }
        return fetch(unknown).thenApply(fetched -> {
            present.putAll(fetched);
            return present;
        });
    }

    CompletableFuture<Map<String, UUID>> fetch(Collection<String> tags) {
        List<String> asked = List.copyOf(tags);
        LiveConnection reporting = home().tracked().live();
        StampTable known = reporting == null ? null : tableOf(reporting);
        Object[] claims = asked.stream()
                .map(tag -> known == null ? tag : known.claim(tag))
                .toArray();
        return home().<Map<String, UUID>>ask(
                        reporting,
                        timeouts.read(),
                        connection -> Script.STAMPS
                                .<List<byte[]>>run(connection.commands(), keys(asked), newStamps(asked))
                                .thenApply(answer -> noted(asked, claims, answer, known)));
    }

    CompletableFuture<Void> outdate(Collection<String> tags) {
        var all = new ArrayList<String>(List.of(SharedSpace.ANY_TAG));
        all.addAll(tags);
        return home().<Void>insist(
                        null,
                        timeouts.invalidation(),
                        connection -> Script.OUTDATE
                                .<Long>run(
                                        connection.commands(),
                                        keys(all),
                                        Script.argument(UUID.randomUUID().toString()),
                                        Script.argument(COMMON_LIFE.toMillis()))
                                .thenAccept(done -> {}))
                .whenComplete((done, failure) -> all.forEach(this::forget));
    }

    private static Map<String, UUID> noted(
            List<String> asked, Object[] claims, List<byte[]> answer, @Nullable StampTable known) {
        var stamps = new HashMap<String, UUID>();
        for (int i = 0; i < asked.size(); i++) {
            UUID stamp = UUID.fromString(new String(answer.get(i), US_ASCII));
            stamps.put(asked.get(i), stamp);
            if (known != null) {
                known.settle(asked.get(i), claims[i], stamp);
            }
        }
        return stamps;
    }

    private Shard home() {
        return shards.of(names.tag(SharedSpace.ANY_TAG));
    }

    private @Nullable StampTable table() {
        LiveConnection reporting = home().tracked().live();
        return reporting == null ? null : tableOf(reporting);
    }

    private StampTable tableOf(LiveConnection reporting) {
        long epoch = reporting.epoch();
        return requireNonNull(table.updateAndGet(
                present -> present != null && present.epoch() >= epoch ? present : new StampTable(epoch)));
    }

    private String[] keys(List<String> tags) {
        return tags.stream().map(names::tag).toArray(String[]::new);
    }

    private static byte[][] newStamps(List<String> tags) {
        var arguments = new byte[2 * tags.size()][];
        for (int i = 0; i < tags.size(); i++) {
            String tag = tags.get(i);
            boolean common = tag.equals(SharedSpace.EVERYTHING) || tag.equals(SharedSpace.ANY_TAG);
            arguments[2 * i] = Script.argument(UUID.randomUUID().toString());
            arguments[2 * i + 1] = Script.argument((common ? COMMON_LIFE : TAG_LIFE).toMillis());
        }
        return arguments;
    }
}
