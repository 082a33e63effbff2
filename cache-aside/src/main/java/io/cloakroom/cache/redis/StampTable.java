package io.cloakroom.cache.redis;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The present stamps of tags, as far as Redis reports their changes on one connection. A stamp that is on its way has a
 * claim: a report that comes meanwhile removes the claim, and what was on its way is not noted.
 */
final class StampTable {

    private static final int MOST_TAGS = 100_000;

    private final long epoch;
    private final Map<String, Object> known = new ConcurrentHashMap<>();

    StampTable(long epoch) {
        this.epoch = epoch;
    }

    long epoch() {
        return epoch;
    }

    @Nullable UUID find(String tag) {
        return known.get(tag) instanceof UUID stamp ? stamp : null;
    }

    /** To be called before the stamp is asked for, under tracking. A stamp that is known stays until it is reported. */
    Object claim(String tag) {
        if (known.size() >= MOST_TAGS) {
            known.clear(); // costs each tag one question
        }
        Object claim = new Object();
        known.compute(tag, (same, present) -> present instanceof UUID ? present : claim);
        return claim;
    }

    void settle(String tag, Object claim, UUID stamp) {
        known.replace(tag, claim, stamp);
    }

    void forget(String tag) {
        known.remove(tag);
    }
}
