package io.cloakroom.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Weigher;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values and the flights of one cache in this process. Both lie in the same map, so that one removal takes out
 * either: an invalidation need not wait for a flight, it detaches it.
 *
 * <p>A flight that must leave nothing behind is removed before it completes. Hence a completed flight in the map is a
 * value, valid as long as its epoch is the present one and its tags have the stamps that they had.
 */
final class LocalTier<V> {

    private final AsyncCache<Object, Outcome<V>> cache;
    private final ConcurrentMap<Object, CompletableFuture<Outcome<V>>> cells;
    private final ToLongFunction<Object> epoch;
    private final Predicate<Map<String, UUID>> areCurrent;
    private final long staleNanos;

    /**
     * Creates a tier.
     *
     * @param bound how much it holds
     * @param epoch the present epoch of a key
     * @param areCurrent whether tags have these stamps
     * @param serveStale how long values are served after they were fresh
     */
    LocalTier(
            Bound<V> bound,
            ToLongFunction<Object> epoch,
            Predicate<Map<String, UUID>> areCurrent,
            Duration serveStale) {
        Caffeine<Object, Outcome<V>> builder = Caffeine.newBuilder()
                .expireAfter(
                        Expiry.<Object, Outcome<V>>writing((cell, outcome) -> Duration.ofNanos(outcome.nanosToLive())));
        this.cache = bound.on(builder).buildAsync();
        this.cells = cache.asMap();
        this.epoch = epoch;
        this.areCurrent = areCurrent;
        this.staleNanos = serveStale.toNanos();
    }

    /** How much a tier holds: so many entries, or entries of so much weight. */
    record Bound<V>(long maximum, @Nullable ToIntBiFunction<Object, V> weigher) {

        Caffeine<Object, Outcome<V>> on(Caffeine<Object, Outcome<V>> builder) {
            if (weigher == null) {
                return builder.maximumSize(maximum);
            }
            ToIntBiFunction<Object, V> weight = weigher;
            Weigher<Object, Outcome<V>> weigh = (cell, outcome) -> {
                V value = outcome.value();
                return value == null ? 1 : Math.max(0, weight.applyAsInt(cell, value));
            };
            return builder.maximumWeight(maximum).weigher(weigh);
        }
    }

    long epoch(Object cell) {
        return epoch.applyAsLong(cell);
    }

    boolean isOn(Object cell) {
        return epoch(cell) != SharedSpace.NO_EPOCH;
    }

    long size() {
        return cache.synchronous().estimatedSize();
    }

    /** Returns the value under a key, or {@code null} if there is none that may be served. */
    @Nullable Outcome<V> find(Object cell) {
        CompletableFuture<Outcome<V>> present = cache.getIfPresent(cell);
        return present != null && present.isDone() && isOn(cell) && isCurrent(cell, present) ? present.join() : null;
    }

    /** Returns the value under a key, however stale, or {@code null} if there is none that was not invalidated. */
    @Nullable Outcome<V> findStale(Object cell) {
        CompletableFuture<Outcome<V>> present = cache.getIfPresent(cell);
        return present != null && present.isDone() && isValid(cell, present) ? present.join() : null;
    }

    /**
     * Returns the flight or value that is there and may be used, or puts the given flight and returns that; it then
     * knows what it {@linkplain Flight#replaced() replaced}. To look for a stale value first and then join would not
     * do: an invalidation in between would be forgotten.
     */
    Flight<V> join(Object cell, Flight<V> mine) {
        while (true) {
            mine.replaces(null);
            CompletableFuture<Outcome<V>> present = cells.putIfAbsent(cell, mine);
            if (present == null) {
                return mine;
            }
            if (isCurrent(cell, present)) {
                return (Flight<V>) present;
            }
            mine.replaces(present.isDone() && isValid(cell, present) ? present.join() : null);
            if (cells.replace(cell, present, mine)) {
                return mine;
            }
        }
    }

    /** Whether a flight has not been detached. */
    boolean holds(Object cell, Flight<V> flight) {
        return cells.get(cell) == flight && isValid(cell, flight);
    }

    /** Ends a flight. */
    void land(Object cell, Flight<V> flight, Outcome<V> outcome) {
        if (!outcome.isKept()) {
            cells.remove(cell, flight);
        }
        flight.complete(outcome);
    }

    /** Puts a value in the place of a stale one, unless that is not there any more. */
    @SuppressWarnings("ReferenceEquality") // the very outcome; values need not have an equals
    boolean replace(Object cell, Outcome<V> stale, long epoch, Outcome<V> fresh) {
        CompletableFuture<Outcome<V>> present = cache.getIfPresent(cell);
        if (present == null || !present.isDone() || present.join() != stale) {
            return false;
        }
        var landed = new Flight<V>(epoch);
        landed.complete(fresh);
        return cells.replace(cell, present, landed);
    }

    /** Removes the value and detaches the flight: its callers get what it finds, later ones begin anew. */
    void drop(Object cell) {
        cells.remove(cell);
    }

    /** Removes all values and detaches all flights. */
    void dropAll() {
        cells.clear();
    }

    boolean areCurrent(Outcome<V> outcome) {
        return areCurrent.test(outcome.stamps());
    }

    private boolean isCurrent(Object cell, CompletableFuture<Outcome<V>> present) {
        return isValid(cell, present) && (!present.isDone() || present.join().nanosStale() < staleNanos);
    }

    private boolean isValid(Object cell, CompletableFuture<Outcome<V>> present) {
        return ((Flight<V>) present).epoch() == epoch(cell) && (!present.isDone() || areCurrent(present.join()));
    }
}
