package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.Recorder.Event;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache that loads what it does not have and never serves what was invalidated: a {@code get} that starts after an
 * {@link #invalidate} returned does not see the old value, even if a load that read the old value was in flight.
 *
 * <p>Values lie in this process, in a tier that the instances of the application share, or in both. With a shared tier
 * a cold key is loaded once by all instances together. Other instances drop the copy in their memory when the shared
 * tier reports the invalidation; it sends the report no later than the answer that lets {@code invalidate} return, so
 * there an old value can be served for the time that the report is under way, and no longer.
 *
 * <pre>{@code
 * RedisTier redis = RedisTier.create("redis://127.0.0.1:6379");
 * CacheAside<String, Product> products = CacheAside.<String, Product>builder("products", sku -> dao.find(sku))
 *         .timeToLive(Duration.ofMinutes(5))
 *         .maximumSize(10_000)
 *         .sharedIn(redis)
 *         .keys(KeyCodec.strings())
 *         .values(ValueCodec.serialized(Product.class))
 *         .build();
 * Optional<Product> product = products.get("sku-1");
 * dao.update(changed);
 * products.invalidate("sku-1"); // after the commit of the database transaction
 * }</pre>
 *
 * <p>All callers get the same object: values must not be changed. Safe for use by many threads at once. No lock is held
 * while a loader runs or while waiting for the shared tier, so virtual threads can wait here.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class CacheAside<K, V> {

    /** Bounds what one call puts into the queues of the shared tier. */
    private static final int INVALIDATIONS_AT_ONCE = 500;

    private final String namespace;
    private final CacheLoader<? super K, ? extends V> loader;
    private final LocalTier<V> local;
    private final Route<K, V> route;
    private final Recorder recorder;

    CacheAside(
            String namespace,
            CacheLoader<? super K, ? extends V> loader,
            LocalTier<V> local,
            Route<K, V> route,
            Recorder recorder) {
        this.namespace = namespace;
        this.loader = loader;
        this.local = local;
        this.route = route;
        this.recorder = recorder;
    }

    /**
     * Starts to build a cache.
     *
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param namespace the name of the cache, and of its part of the shared tier: 1 to 64 letters, digits, dots, dashes
     *     or underscores
     * @param loader reads values from where they really live
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the namespace is not as described
     */
    public static <K, V> CacheAsideBuilder<K, V> builder(String namespace, CacheLoader<? super K, ? extends V> loader) {
        return new CacheAsideBuilder<>(namespace, loader);
    }

    /**
     * Returns the value of a key, loading it if it is in no tier. If it is in this process: no round trip. If it is in
     * the shared tier: one. Otherwise three and the load; all callers of this process wait for the same load, and the
     * other instances wait for this one. If the shared tier does not answer: its read time-out and the load.
     *
     * @param key the key
     * @return the value; empty if the loader returned {@code null}, which is not cached
     * @throws LoadFailedException if the loader threw, or if this thread was interrupted while it waited; the interrupt
     *     status is then set again
     */
    public Optional<V> get(K key) {
        return get(key, loader);
    }

    /**
     * Returns the value of a key, loading it with another loader than that of the cache. If a load of the key is
     * already in flight, that load counts, whatever its loader. In all else like {@link #get(Object)}.
     *
     * @param key the key
     * @param loader reads the value from where it really lives
     * @return the value; empty if the loader returned {@code null}, which is not cached
     * @throws LoadFailedException if the loader threw, or if this thread was interrupted while it waited; the interrupt
     *     status is then set again
     */
    public Optional<V> get(K key, CacheLoader<? super K, ? extends V> loader) {
        requireNonNull(key, "key");
        requireNonNull(loader, "loader");
        Object cell = route.cell(key);
        Outcome<V> hit = findLocally(cell);
        Outcome<V> outcome = hit != null ? hit : await(caller -> route.search(key, cell, loader, caller));
        if (outcome.failure() != null) {
            throw new LoadFailedException(namespace, outcome.failure());
        }
        return Optional.ofNullable(outcome.value());
    }

    /**
     * Returns the value of a key if it is in a tier, and loads nothing. At most one round trip.
     *
     * @param key the key
     * @return the value; empty if it is in no tier, or if the shared tier does not answer
     * @throws LoadFailedException if this thread was interrupted while it waited; the interrupt status is then set
     *     again
     */
    public Optional<V> getIfPresent(K key) {
        requireNonNull(key, "key");
        Object cell = route.cell(key);
        Outcome<V> hit = findLocally(cell);
        return Optional.ofNullable(
                hit != null ? hit.value() : this.<@Nullable V>await(caller -> route.peek(cell, caller)));
    }

    /**
     * Makes everybody forget the value of a key. To be called after the change is committed to where the value really
     * lives. When this method returns normally, no {@code get} that starts later sees the old value, and no load that
     * began earlier can bring it back. One round trip.
     *
     * @param key the key
     * @throws InvalidationFailedException if the shared tier did not confirm in time: this process has dropped its
     *     copy, but it is unknown whether the shared tier has. Call again; this version does not repeat by itself
     */
    public void invalidate(K key) {
        invalidateAll(List.of(key));
    }

    /**
     * Makes everybody forget the values of some keys, like {@link #invalidate}, all in the time of about one round
     * trip.
     *
     * @param keys the keys; may be empty
     * @throws InvalidationFailedException if the shared tier did not confirm all of them in time; to call again with
     *     all the keys is harmless
     */
    public void invalidateAll(Collection<? extends K> keys) {
        List<K> all = List.copyOf(keys);
        Unconfirmed unconfirmed = new Unconfirmed();
        for (int from = 0; from < all.size(); from += INVALIDATIONS_AT_ONCE) {
            int to = Math.min(all.size(), from + INVALIDATIONS_AT_ONCE);
            all.subList(from, to).stream()
                    .map(key -> invalidateCell(route.cell(key)))
                    .toList()
                    .forEach(unconfirmed::await);
        }
        recorder.count(Event.INVALIDATED, all.size() - unconfirmed.count);
        recorder.count(Event.UNCONFIRMED, unconfirmed.count);
        if (unconfirmed.cause != null) {
            throw new InvalidationFailedException(namespace, unconfirmed.count, unconfirmed.cause);
        }
    }

    /**
     * Tells what this cache has done since it was built. No round trip.
     *
     * @return the numbers, tier by tier
     */
    public CacheStatistics inspect() {
        return recorder.statistics(local.isOn(), local.size());
    }

    /** Names the cache. */
    @Override
    public String toString() {
        return "CacheAside[" + namespace + "]";
    }

    private @Nullable Outcome<V> findLocally(Object cell) {
        Outcome<V> hit = local.find(cell);
        if (hit != null) {
            recorder.count(Event.LOCAL_HIT);
        }
        return hit;
    }

    // dropped after the shared tier has answered: a flight that began in between may have read the old value there
    private CompletableFuture<Void> invalidateCell(Object cell) {
        return route.invalidate(cell)
                .whenComplete((done, failure) -> local.drop(cell))
                .toCompletableFuture();
    }

    private <T extends @Nullable Object> T await(Function<WaitingCaller, CompletableFuture<T>> search) {
        var caller = new WaitingCaller(ForkJoinPool.commonPool());
        try {
            return caller.await(search.apply(caller));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException(namespace, e);
        }
    }

    private static final class Unconfirmed {

        private int count;
        private @Nullable Throwable cause;

        void await(CompletableFuture<Void> confirmation) {
            try {
                confirmation.join();
            } catch (CompletionException e) {
                count++;
                cause = e.getCause() == null ? e : e.getCause();
            }
        }
    }
}
