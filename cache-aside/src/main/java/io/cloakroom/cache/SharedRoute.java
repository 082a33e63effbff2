package io.cloakroom.cache;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.ChangeListener;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The route of a cache that shares its values with other instances. Holds what all its searches have in common. */
final class SharedRoute<K, V> implements Route<K, V>, ChangeListener {

    final SharedSpace space;
    final LocalTier<V> local;
    final Shelf<V> shelf;
    final Ageing ageing;
    final Patience.Terms terms;
    final Tags<K, V> tags;
    final Loads loads;
    final Positions positions;
    final Recorder recorder;
    final Invalidations invalidations;
    private final KeyCodec<K> keys;
    private final Executor background;
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    SharedRoute(SharedSpace space, KeyCodec<K> keys, Shelf<V> shelf, LocalTier<V> local, RouteSettings<K, V> settings) {
        this.space = space;
        this.keys = keys;
        this.shelf = shelf;
        this.local = local;
        this.ageing = settings.ageing();
        this.terms = settings.terms();
        this.tags = settings.tags();
        this.loads = settings.loads();
        this.positions = settings.positions();
        this.recorder = settings.recorder();
        this.background = settings.background();
        this.invalidations = new Invalidations(space, positions, recorder, background);
    }

    @Override
    public void changed(String key) {
        local.drop(key);
    }

    @Override
    public void reconnected() {
        invalidations.reconnected();
    }

    @Override
    public Object cell(K key) {
        return keys.encode(key);
    }

    @Override
    public CompletableFuture<Outcome<V>> search(
            K key, Object cell, CacheLoader<? super K, ? extends V> loader, Executor executor) {
        return new SharedSearch<>(this, key, (String) cell, loader, new SingleSupply<>(this, loader), executor).begin();
    }

    @Override
    public Map<K, CompletableFuture<Outcome<V>>> searchAll(
            Map<K, Object> cells,
            CacheLoader<? super K, ? extends V> single,
            @Nullable BulkLoader<K, V> bulk,
            Executor executor) {
        var supply = new BulkSupply<K, V>(this, single, bulk, cells.size(), executor);
        var results = new LinkedHashMap<K, CompletableFuture<Outcome<V>>>();
        cells.forEach((key, cell) ->
                results.put(key, new SharedSearch<>(this, key, (String) cell, single, supply, executor).begin()));
        supply.sendReadings();
        return results;
    }

    @Override
    public CompletableFuture<@Nullable V> peek(Object cell, Executor executor) {
        if (invalidations.isDoubtful((String) cell)) {
            return CompletableFuture.completedFuture(null);
        }
        return space.read((String) cell, false)
                .toCompletableFuture()
                .handleAsync((reading, failure) -> failure == null ? peek(reading) : unavailable(), executor);
    }

    @Override
    public void refresh(K key, Object cell, CacheLoader<? super K, ? extends V> loader) {
        // what this process keeps is never stale: it does not outlive its freshness in the shared tier
    }

    /** Loads anew what was found stale, unless somebody does already. */
    void refresh(K key, String cell, CacheLoader<? super K, ? extends V> loader, Reading stale) {
        if (refreshing.add(cell)) {
            var search = new SharedSearch<>(this, key, cell, loader, new SingleSupply<>(this, loader), background);
            background.execute(() -> {
                var unused = search.refresh(stale.seen()).whenComplete((outcome, failure) -> refreshing.remove(cell));
            });
        }
    }

    @Override
    public CompletableFuture<Void> put(K key, Object cell, V value) {
        var named = new ArrayList<>(tags.of(key, value));
        named.add(SharedSpace.EVERYTHING);
        return space.stamps(named)
                .thenCompose(stamps -> {
                    SharedEntry entry = shelf.pack(value, Duration.ZERO, stamps);
                    return entry == null
                            ? space.invalidate((String) cell, null)
                            : space.put((String) cell, entry, ageing.lifetime());
                })
                .toCompletableFuture()
                .thenRun(() -> invalidations.confirmed((String) cell))
                .exceptionallyCompose(failure -> invalidations.invalidate((String) cell, null))
                .whenComplete((done, failure) -> local.drop(cell));
    }

    // dropped after the shared tier has answered: a flight that began in between may have read the old value there
    @Override
    public CompletableFuture<Void> invalidate(Object cell, @Nullable String position) {
        positions.require(cell, position);
        return invalidations.invalidate((String) cell, position).whenComplete((done, failure) -> local.drop(cell));
    }

    @Override
    public CompletableFuture<Void> invalidateTags(Collection<String> tags) {
        boolean all = tags.contains(SharedSpace.EVERYTHING);
        return invalidations.invalidateTags(tags).whenComplete((done, failure) -> {
            if (all || failure != null) {
                local.dropAll();
            }
        });
    }

    @Override
    public @Nullable String requiredPosition(Object cell) {
        return positions.of(cell);
    }

    @Override
    public boolean isAvailable() {
        return space.isAvailable();
    }

    @Override
    public int waitingInvalidations() {
        return invalidations.waiting();
    }

    private @Nullable V peek(Reading reading) {
        Shelf.Item<V> item = shelf.unpack(reading);
        if (item == null || !item.isFresh()) {
            recorder.count(Event.SHARED_MISS);
            return null;
        }
        recorder.count(Event.SHARED_HIT);
        return item.value();
    }

    private @Nullable V unavailable() {
        recorder.count(Event.SHARED_FAILURE);
        return null;
    }
}
