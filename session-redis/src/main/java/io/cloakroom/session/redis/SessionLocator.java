package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the metadata of many sessions at once, and follows those that have got another key. */
final class SessionLocator {

    private static final byte[][] FIELDS = Stream.of("f", "v", "g", "c", "l", "i", "d", "x", "o", "s", "to")
            .map(field -> field.getBytes(UTF_8))
            .toArray(byte[][]::new);

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;

    SessionLocator(RedisCommands commands, KeyNames names, InstantSource clock) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
    }

    /**
     * Returns the live sessions that are, or were, under the given keys, by those: in a round trip, and one more for
     * each move that is faster than that, until the deadline.
     */
    Map<StoreKey, Located> locate(Collection<StoreKey> keys, Deadline deadline) {
        Map<StoreKey, Located> found = new HashMap<>();
        Map<StoreKey, StoreKey> trails = new HashMap<>();
        keys.forEach(key -> trails.put(key, key));
        while (!trails.isEmpty()) {
            Map<StoreKey, HashReader> read =
                    commands.repeatably(deadline, redis -> readAll(redis, Set.copyOf(trails.values())));
            trails.entrySet().removeIf(trail -> {
                HashReader hash = read.get(trail.getValue());
                String next = hash == null ? null : hash.text("to");
                if (next != null) {
                    trail.setValue(new StoreKey(next));
                    return false;
                }
                Located located = hash == null ? null : located(trail.getValue(), hash);
                if (located != null) {
                    found.put(trail.getKey(), located);
                }
                return true;
            });
        }
        return found;
    }

    private CompletionStage<Map<StoreKey, HashReader>> readAll(
            RedisClusterAsyncCommands<byte[], byte[]> redis, Set<StoreKey> keys) {
        Map<StoreKey, CompletableFuture<List<KeyValue<byte[], byte[]>>>> replies = new LinkedHashMap<>();
        keys.forEach(
                key -> replies.put(key, redis.hmget(names.session(key), FIELDS).toCompletableFuture()));
        return CompletableFuture.allOf(replies.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<StoreKey, HashReader> read = new HashMap<>();
                    replies.forEach((key, reply) -> read.put(key, reader(reply.join())));
                    return read;
                });
    }

    private static HashReader reader(List<KeyValue<byte[], byte[]>> fields) {
        HashReader reader = new HashReader();
        fields.stream().filter(KeyValue::hasValue).forEach(field -> reader.add(field.getKey(), field.getValue()));
        return reader;
    }

    private @Nullable Located located(StoreKey key, HashReader hash) {
        SessionMetadata metadata = hash.record().map(SessionRecord::metadata).orElse(null);
        if (metadata == null || metadata.isExpiredAt(clock.instant())) {
            return null;
        }
        String lineage = hash.text("s");
        return new Located(key, lineage == null ? key.value() : lineage, metadata);
    }

    /**
     * A live session.
     *
     * @param key its key
     * @param lineage what it has in common with itself under its other keys
     * @param metadata its metadata
     */
    record Located(StoreKey key, String lineage, SessionMetadata metadata) {

        boolean isOf(String principal) {
            return metadata.owner() != null && metadata.owner().principal().equals(principal);
        }
    }
}
