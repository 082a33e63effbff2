package io.cloakroom.cache;

import io.cloakroom.cache.tier.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads and loads for the searches of one call with many keys: their first readings with one command, and in one load
 * what is missing once each search has decided whether it has to load. What is asked for later is done one by one.
 */
final class BulkSupply<K, V> implements Supply<K, V> {

    private final SharedRoute<K, V> route;
    private final SingleSupply<K, V> singly;
    private final @Nullable BulkLoader<K, V> loader;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock(); // guards the three below
    private final Map<Boolean, Map<String, CompletableFuture<Reading>>> readings = new LinkedHashMap<>();
    private final List<Wanted<K, V>> wanted = new ArrayList<>();
    private int undecided;
    private volatile boolean readingsSent;

    private record Wanted<K, V>(K key, LoadOrder order, Callback<V> callback) {}

    BulkSupply(
            SharedRoute<K, V> route,
            CacheLoader<? super K, ? extends V> single,
            @Nullable BulkLoader<K, V> loader,
            int searches,
            Executor executor) {
        this.route = route;
        this.singly = new SingleSupply<>(route, single);
        this.loader = loader;
        this.undecided = searches;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Reading> read(String cell, boolean tracked) {
        return readingsSent
                ? singly.read(cell, tracked)
                : locked(() -> readings.computeIfAbsent(tracked, same -> new LinkedHashMap<>())
                        .computeIfAbsent(cell, same -> new CompletableFuture<>()));
    }

    /** To be called when all searches have begun. */
    void sendReadings() {
        readingsSent = true;
        Map<Boolean, Map<String, CompletableFuture<Reading>>> asked = locked(() -> new LinkedHashMap<>(readings));
        asked.forEach((tracked, answers) -> {
            List<String> cells = List.copyOf(answers.keySet());
            route.space.readAll(cells, tracked).whenComplete((given, failure) -> {
                for (int i = 0; i < cells.size(); i++) {
                    CompletableFuture<Reading> answer = answers.get(cells.get(i));
                    if (answer != null && failure == null) {
                        answer.complete(given.get(i));
                    } else if (answer != null) {
                        answer.completeExceptionally(failure);
                    }
                }
            });
        });
    }

    @Override
    public void load(K key, LoadOrder order, Callback<V> callback) {
        boolean isGathered = locked(() -> undecided > 0 && wanted.add(new Wanted<>(key, order, callback)));
        if (!isGathered) {
            singly.load(key, order, callback);
        }
    }

    @Override
    public void decided() {
        boolean wasLast = locked(() -> --undecided == 0 && !wanted.isEmpty());
        if (wasLast) {
            executor.execute(this::loadWanted);
        }
    }

    private void loadWanted() {
        BulkLoader<K, V> together = loader;
        if (together == null) {
            wanted.forEach(each -> singly.load(each.key, each.order, each.callback));
        } else {
            loadTogether(together);
        }
    }

    private void loadTogether(BulkLoader<K, V> together) {
        List<K> keys = wanted.stream().map(Wanted::key).toList();
        LoadOrder order = LoadOrder.together(wanted.stream().map(Wanted::order).toList(), route.positions);
        Map<K, V> loaded;
        try {
            loaded = route.loads.many(together, keys, order);
        } catch (Throwable failure) {
            wanted.forEach(each -> each.callback.loaded(null, failure));
            return;
        }
        for (Wanted<K, V> each : wanted) {
            each.order.decideLike(order);
            each.callback.loaded(loaded.get(each.key), null);
        }
    }

    private <T> T locked(java.util.function.Supplier<T> access) {
        lock.lock();
        try {
            return access.get();
        } finally {
            lock.unlock();
        }
    }
}
