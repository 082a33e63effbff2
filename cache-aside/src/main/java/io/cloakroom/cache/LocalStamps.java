package io.cloakroom.cache;

import io.cloakroom.cache.tier.SharedSpace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The stamps of the tags of a cache in process only, and the epoch that ends when everything is invalidated. */
final class LocalStamps {

    private static final int MOST_TAGS = 100_000;

    private final Map<String, UUID> stamps = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong(SharedSpace.NO_EPOCH + 1);
    private final AtomicLong invalidations = new AtomicLong();

    long epoch() {
        return epoch.get();
    }

    /** To be taken before a load and compared after its stamps are known. */
    long invalidations() {
        return invalidations.get();
    }

    Map<String, UUID> of(Collection<String> tags) {
        if (stamps.size() > MOST_TAGS) {
            stamps.clear(); // outdates what has tags
        }
        var present = new HashMap<String, UUID>();
        tags.forEach(tag -> present.put(tag, stamps.computeIfAbsent(tag, same -> UUID.randomUUID())));
        return present;
    }

    boolean areCurrent(Map<String, UUID> expected) {
        return expected.isEmpty()
                || expected.entrySet().stream().allMatch(each -> each.getValue().equals(stamps.get(each.getKey())));
    }

    void invalidate(Collection<String> tags) {
        invalidations.incrementAndGet();
        tags.forEach(stamps::remove);
        if (tags.contains(SharedSpace.EVERYTHING)) {
            epoch.incrementAndGet();
        }
    }
}
