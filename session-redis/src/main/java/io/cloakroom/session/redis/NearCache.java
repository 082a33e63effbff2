package io.cloakroom.session.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as this instance read them last, so that Redis need not send what has not changed. Nothing is ever served
 * from here without asking Redis whether it is still so. Bounded by bytes.
 */
final class NearCache {

    /** About what a record takes besides its values. */
    private static final int OVERHEAD = 512;

    private final Cache<StoreKey, Held> records;

    NearCache(long maxBytes) {
        this.records = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                // at once: a bound on memory that holds later is none
                .executor(Runnable::run)
                .weigher((StoreKey key, Held held) -> weightOf(held.record()))
                .build();
    }

    @Nullable Held get(StoreKey key) {
        return records.getIfPresent(key);
    }

    /** Keeps a record with the name of the write that made it; one without a name cannot be told from others. */
    void put(StoreKey key, SessionRecord record, @Nullable String write) {
        if (write == null) {
            records.invalidate(key);
        } else {
            records.put(key, new Held(record, state(record.metadata().version(), write)));
        }
    }

    void forget(StoreKey key) {
        records.invalidate(key);
    }

    /** A version and the name of the write that made it, as {@code load-if-changed.lua} compares them. */
    static String state(long version, String write) {
        return version + ":" + write;
    }

    private static int weightOf(SessionRecord record) {
        long weight = OVERHEAD;
        for (Map.Entry<String, StoredAttribute> attribute : record.attributes().entrySet()) {
            weight += 2L * attribute.getKey().length()
                    + attribute.getValue().value().size()
                    + OVERHEAD / 8;
        }
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }

    /**
     * A record.
     *
     * @param record the session
     * @param state its version and the name of its last write: a fail-over may lose a version and give it out again
     */
    record Held(SessionRecord record, String state) {}
}
