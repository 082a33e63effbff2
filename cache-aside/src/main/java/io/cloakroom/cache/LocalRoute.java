package io.cloakroom.cache;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.Lifetime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The route of a cache in process only. The invalidation of a key detaches its flight, so whoever finds a flight may
 * have what it finds, unless a tag was invalidated meanwhile.
 */
final class LocalRoute<K, V> implements Route<K, V> {

    private static final int TRIES = 3;

    private final LocalTier<V> local;
    private final LocalStamps stamps;
    private final Ageing ageing;
    private final Tags<K, V> tags;
    private final Loads loads;
    private final Positions positions;
    private final Recorder recorder;
    private final Executor background;
    private final Duration loadLimit;
    private final Set<Object> refreshing = ConcurrentHashMap.newKeySet();

    LocalRoute(LocalTier<V> local, LocalStamps stamps, RouteSettings<K, V> settings) {
        this.local = local;
        this.stamps = stamps;
        this.ageing = settings.ageing();
        this.tags = settings.tags();
        this.loads = settings.loads();
        this.positions = settings.positions();
        this.recorder = settings.recorder();
        this.background = settings.background();
        this.loadLimit = settings.terms().leaseTime();
    }

    @Override
    public Object cell(K key) {
        return key;
    }

    @Override
    public CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor) {
        return search(key, cell, loader, executor, 1);
    }

    private CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor, int attempt) {
        var mine = new Flight<V>(stamps.epoch());
        boolean isPrivate = attempt > TRIES;
        Flight<V> flight = isPrivate ? mine : local.join(cell, mine);
        if (flight == mine) {
            Outcome<V> stale = isPrivate ? local.findStale(cell) : mine.replaced();
            executor.execute(() -> local.land(cell, mine, orStale(load(key, loader), stale)));
            return mine;
        }
        recorder.count(Event.JOINED);
        return flight.thenComposeAsync(
                outcome -> isFor(outcome)
                        ? CompletableFuture.completedFuture(outcome)
                        : search(key, cell, loader, executor, attempt + 1),
                executor);
    }

    @Override
    public Map<K, CompletableFuture<Outcome<V>>> searchAll(
            Map<K, Object> cells,
            CacheLoader<? super K, ? extends V> single,
            @Nullable BulkLoader<K, V> bulk,
            Executor executor) {
        var results = new LinkedHashMap<K, CompletableFuture<Outcome<V>>>();
        var mine = new LinkedHashMap<K, Flight<V>>();
        cells.forEach((key, cell) -> {
            var flight = new Flight<V>(stamps.epoch());
            if (bulk != null && local.join(cell, flight) == flight) {
                mine.put(key, flight);
                results.put(key, flight);
            } else {
                results.put(key, search(key, cell, single, executor));
            }
        });
        if (bulk != null && !mine.isEmpty()) {
            executor.execute(() -> loadAll(bulk, mine));
        }
        return results;
    }

    @Override
    public CompletableFuture<@Nullable V> peek(Object cell, Executor executor) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void refresh(K key, Object cell, CacheLoader<? super K, ? extends V> loader) {
        Outcome<V> stale = local.find(cell);
        if (stale != null && refreshing.add(cell)) {
            background.execute(() -> {
                try {
                    long epoch = stamps.epoch();
                    Outcome<V> fresh = load(key, loader);
                    if (fresh.isKept() && local.replace(cell, stale, epoch, fresh)) {
                        recorder.count(Event.REFRESHED);
                    }
                } finally {
                    refreshing.remove(cell);
                }
            });
        }
    }

    @Override
    public CompletableFuture<Void> put(K key, Object cell, V value) {
        var flight = new Flight<V>(stamps.epoch());
        Outcome<V> outcome = kept(value, ageing.lifetime(), stamps.of(tags.of(key, value)));
        local.drop(cell);
        Flight<V> joined = local.join(cell, flight);
        if (joined == flight) {
            local.land(cell, flight, outcome);
        } else {
            local.drop(cell); // a load came in between, and may have read what was there before
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> invalidate(Object cell, @Nullable String position) {
        positions.require(cell, position); // first: the next load may begin as soon as the value is gone
        local.drop(cell);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> invalidateTags(Collection<String> tags) {
        stamps.invalidate(tags);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable String requiredPosition(Object cell) {
        return positions.of(cell);
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public int waitingInvalidations() {
        return 0;
    }

    private boolean isFor(Outcome<V> outcome) {
        return outcome.asOf() == Outcome.ANYBODY || (outcome.isKept() && local.areCurrent(outcome));
    }

    private Outcome<V> orStale(Outcome<V> outcome, @Nullable Outcome<V> stale) {
        if (outcome.failure() == null || stale == null) {
            return outcome;
        }
        long nanosStale = stale.nanosStale();
        if (!ageing.servesOnError(Duration.ofNanos(-nanosStale))) {
            return outcome;
        }
        recorder.count(Event.SAVED_BY_STALE);
        return stale.keptFor(ageing.staleOnError().toNanos() - nanosStale); // stays, for the next load may fail too
    }

    // whatever a loader throws belongs to its callers, errors included: the flight must end
    private Outcome<V> load(K key, CacheLoader<? super K, ? extends V> loader) {
        try {
            var order = new LoadOrder(loadLimit, positions.of(cell(key)));
            long before = stamps.invalidations();
            return outcome(key, loads.<K, V>one(loader, key, order), order, before);
        } catch (Throwable failure) {
            return Outcome.failed(failure);
        }
    }

    private void loadAll(BulkLoader<K, V> loader, Map<K, Flight<V>> flights) {
        var outcomes = new ArrayList<Outcome<V>>();
        List<K> keys = List.copyOf(flights.keySet());
        try {
            var order = new LoadOrder(loadLimit, positions.ofAll(keys));
            long before = stamps.invalidations();
            Map<K, V> loaded = loads.many(loader, keys, order);
            for (K key : keys) {
                outcomes.add(outcome(key, loaded.get(key), order, before));
            }
        } catch (Throwable failure) {
            outcomes.clear();
            keys.forEach(key -> outcomes.add(Outcome.failed(failure)));
        }
        int next = 0;
        for (Map.Entry<K, Flight<V>> each : flights.entrySet()) {
            local.land(cell(each.getKey()), each.getValue(), outcomes.get(next++));
        }
    }

    private Outcome<V> outcome(K key, @Nullable V value, LoadOrder order, long before) {
        Lifetime lifetime = ageing.lifetime(value == null, order);
        Map<String, UUID> tagged = value == null ? Map.of() : stamps.of(tags.of(key, value));
        if (tags.areUsed() && stamps.invalidations() != before) {
            return Outcome.passing(value, 0); // perhaps one of its tags
        }
        return lifetime == null ? Outcome.passing(value, Outcome.ANYBODY) : kept(value, lifetime, tagged);
    }

    private Outcome<V> kept(@Nullable V value, Lifetime lifetime, Map<String, UUID> tagged) {
        return Outcome.kept(
                value, 0, lifetime.fresh().toNanos(), lifetime.kept().toNanos(), tagged);
    }
}
