package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.Recorder.Event;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Calls the loaders of the application: a bounded number at once, and counted. */
final class Loads {

    private final Bulkhead bulkhead;
    private final Recorder recorder;

    Loads(Bulkhead bulkhead, Recorder recorder) {
        this.bulkhead = bulkhead;
        this.recorder = recorder;
    }

    <K, V> @Nullable V one(CacheLoader<? super K, ? extends V> loader, K key, LoadOrder order) throws Exception {
        return this.<@Nullable V>counted(() -> loader.load(key, order));
    }

    <K, V> Map<K, V> many(BulkLoader<K, V> loader, Collection<K> keys, LoadOrder order) throws Exception {
        return counted(() -> requireNonNull(loader.loadAll(keys, order), "the bulk loader returned null"));
    }

    private <T extends @Nullable Object> T counted(Callable<T> load) throws Exception {
        try {
            return bulkhead.run(() -> timed(load));
        } catch (NoLoadException e) {
            recorder.count(Event.LOAD_REJECTED);
            throw e;
        }
    }

    private <T extends @Nullable Object> T timed(Callable<T> load) throws Exception {
        long start = System.nanoTime();
        boolean succeeded = false;
        try {
            T loaded = load.call();
            succeeded = true;
            return loaded;
        } finally {
            recorder.loaded(succeeded, System.nanoTime() - start);
        }
    }
}
