package io.cloakroom.cache;

import io.cloakroom.cache.tier.Reading;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads and loads a single value, at once and on the thread that asks. */
final class SingleSupply<K, V> implements Supply<K, V> {

    private final SharedRoute<K, V> route;
    private final CacheLoader<? super K, ? extends V> loader;

    SingleSupply(SharedRoute<K, V> route, CacheLoader<? super K, ? extends V> loader) {
        this.route = route;
        this.loader = loader;
    }

    @Override
    public CompletionStage<Reading> read(String cell, boolean tracked) {
        return route.space.read(cell, tracked);
    }

    // whatever a loader throws belongs to its callers, errors included: the flight must end
    @Override
    public void load(K key, LoadOrder order, Callback<V> callback) {
        @Nullable V value;
        try {
            value = route.loads.<K, V>one(loader, key, order);
        } catch (Throwable failure) {
            callback.loaded(null, failure);
            return;
        }
        callback.loaded(value, null);
    }

    @Override
    public void decided() {
        // nobody waits for that
    }
}
