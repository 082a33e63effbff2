package io.cloakroom.session.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys an in-memory store has for which user: those of sessions that were saved with him as their owner, and
 * those that are reserved. Not safe for use by several threads: the store has a lock for it.
 */
final class MemoryIndex {

    private final Map<String, Set<StoreKey>> saved = new HashMap<>();
    private final Map<String, Map<StoreKey, Instant>> reserved = new HashMap<>();
    private final PriorityQueue<Reservation> ending = new PriorityQueue<>(Comparator.comparing(Reservation::end));

    Set<StoreKey> saved(String principal) {
        return Set.copyOf(saved.getOrDefault(principal, Set.of()));
    }

    /** A session was saved, and with it the reservation of its key has served. */
    void add(@Nullable SessionOwner owner, StoreKey key) {
        if (owner != null) {
            saved.computeIfAbsent(owner.principal(), name -> new HashSet<>()).add(key);
            withdraw(owner.principal(), key);
        }
    }

    void remove(@Nullable SessionOwner owner, StoreKey key) {
        if (owner != null) {
            saved.computeIfPresent(owner.principal(), (name, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
    }

    /** Returns the keys that are reserved and not saved. */
    Set<StoreKey> reserved(String principal, Instant now) {
        while (!ending.isEmpty() && !now.isBefore(ending.element().end())) {
            Reservation ended = ending.remove();
            // it may have been renewed
            if (ended.end().equals(end(ended.principal(), ended.key()))) {
                withdraw(ended.principal(), ended.key());
            }
        }
        return Set.copyOf(reserved.getOrDefault(principal, Map.of()).keySet());
    }

    void reserve(String principal, StoreKey key, Instant end) {
        reserved.computeIfAbsent(principal, name -> new HashMap<>()).put(key, end);
        ending.add(new Reservation(principal, key, end));
    }

    private @Nullable Instant end(String principal, StoreKey key) {
        return reserved.getOrDefault(principal, Map.of()).get(key);
    }

    private void withdraw(String principal, StoreKey key) {
        reserved.computeIfPresent(principal, (name, keys) -> keys.remove(key) != null && keys.isEmpty() ? null : keys);
    }

    private record Reservation(String principal, StoreKey key, Instant end) {}
}
