package io.cloakroom.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The values and the flights of one cache in this process. Both lie in the same map, so that one removal takes out
 * either: an invalidation need not wait for a flight, it detaches it.
 *
 * <p>A flight that must leave nothing behind is removed before it completes. Hence a completed flight in the map is a
 * value, valid as long as its epoch is the present one.
 */
final class LocalTier<V> {

    private final AsyncCache<Object, Outcome<V>> cache;
    private final ConcurrentMap<Object, CompletableFuture<Outcome<V>>> cells;
    private final LongSupplier epoch;

    LocalTier(long maximumSize, LongSupplier epoch) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .expireAfter(
                        Expiry.<Object, Outcome<V>>writing((cell, outcome) -> Duration.ofNanos(outcome.nanosToLive())))
                .buildAsync();
        this.cells = cache.asMap();
        this.epoch = epoch;
    }

    long epoch() {
        return epoch.getAsLong();
    }

    boolean isOn() {
        return epoch() != SharedSpace.NO_EPOCH;
    }

    long size() {
        return cache.synchronous().estimatedSize();
    }

    /** Returns the value under a key, or {@code null} if there is none that may be served. */
    @Nullable Outcome<V> find(Object cell) {
        CompletableFuture<Outcome<V>> present = cache.getIfPresent(cell);
        return present != null && present.isDone() && isOn() && isCurrent(present) ? present.join() : null;
    }

    /** Returns the flight or value that is there and may be used, or puts the given flight and returns that. */
    Flight<V> join(Object cell, Flight<V> mine) {
        while (true) {
            CompletableFuture<Outcome<V>> present = cells.putIfAbsent(cell, mine);
            if (present == null) {
                return mine;
            }
            if (isCurrent(present)) {
                return (Flight<V>) present;
            }
            cells.remove(cell, present);
        }
    }

    /** Ends a flight. */
    void land(Object cell, Flight<V> flight, Outcome<V> outcome) {
        if (!outcome.isKept()) {
            cells.remove(cell, flight);
        }
        flight.complete(outcome);
    }

    /** Removes the value and detaches the flight: its callers get what it finds, later ones begin anew. */
    void drop(Object cell) {
        cells.remove(cell);
    }

    private boolean isCurrent(CompletableFuture<Outcome<V>> present) {
        return ((Flight<V>) present).epoch() == epoch();
    }
}
