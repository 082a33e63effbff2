package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.cache.transaction.Transaction;
import io.cloakroom.cache.transaction.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private static final int AT_ONCE = 500;

    /** Stands for the whole local tier where one key is as good as another. */
    private static final String ANY_CELL = "";

    /** What a load for the verifier is told to take at most; nobody waits for it. */
    private static final Duration COMPARISON = Duration.ofMinutes(1);

    private final String namespace;
    private final CacheLoader<? super K, ? extends V> loader;
    private final @Nullable BulkLoader<K, V> bulkLoader;
    private final LocalTier<V> local;
    private final Route<K, V> route;
    private final Recorder recorder;
    private final Calls calls;
    private final boolean reportsUnconfirmed;
    private final @Nullable Transactions transactions;
    private final Verifier verifier;

    CacheAside(CacheAsideBuilder<K, V> builder, LocalTier<V> local, Route<K, V> route, Recorder recorder, Calls calls) {
        this.namespace = builder.namespace;
        this.loader = builder.loader;
        this.bulkLoader = builder.bulkLoader;
        this.reportsUnconfirmed = builder.reportsUnconfirmed;
        this.transactions = builder.transactions;
        this.verifier = new Verifier(builder.verifiedShare, builder.verifiedLag, calls.background(), recorder);
        this.local = local;
        this.route = route;
        this.recorder = recorder;
        this.calls = calls;
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
     * @return the value; empty if there is none
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
     * @return the value; empty if there is none
     * @throws LoadFailedException if the loader threw, or if this thread was interrupted while it waited; the interrupt
     *     status is then set again
     */
    public Optional<V> get(K key, CacheLoader<? super K, ? extends V> loader) {
        requireNonNull(loader, "loader");
        Object cell = route.cell(requireNonNull(key, "key"));
        Outcome<V> hit = findLocally(key, cell, loader);
        Optional<V> value =
                value(hit != null ? hit : calls.await(executor -> route.search(key, cell, loader, executor)));
        value.ifPresent(
                served -> verifier.look(served, () -> loader.load(key, comparing(cell)), () -> presentValue(cell)));
        return value;
    }

    /**
     * Returns the values of some keys, loading what is in no tier: with one call of the
     * {@link CacheAsideBuilder#bulkLoader bulk loader} if there is one, else one by one. What is in this process costs
     * nothing; the rest is read with one command; each key that is missing costs two more, sent together.
     *
     * @param keys the keys; may be empty
     * @return the values of those that have one, in the order of the keys; unmodifiable
     * @throws LoadFailedException if a loader threw, for whichever key, or if this thread was interrupted while it
     *     waited; the interrupt status is then set again
     */
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return getAllWith(keys, bulkLoader);
    }

    /**
     * Returns the values of some keys like {@link #getAll(Collection)}, with another bulk loader than that of the
     * cache.
     *
     * @param keys the keys; may be empty
     * @param loader reads the values from where they really live
     * @return the values of those that have one, in the order of the keys; unmodifiable
     * @throws LoadFailedException if a loader threw, for whichever key, or if this thread was interrupted while it
     *     waited; the interrupt status is then set again
     */
    public Map<K, V> getAll(Collection<? extends K> keys, BulkLoader<K, V> loader) {
        return getAllWith(keys, requireNonNull(loader, "loader"));
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
        Object cell = route.cell(requireNonNull(key, "key"));
        Outcome<V> hit = findLocally(key, cell, loader);
        return Optional.ofNullable(
                hit != null ? hit.value() : calls.<@Nullable V>await(executor -> route.peek(cell, executor)));
    }

    /**
     * Stores a value that the application has just written to where it really lives, for all instances. It replaces
     * what is there, and no load that began earlier can bring the old value back. Two round trips.
     *
     * <p>Where several writers may change the same key, {@link #invalidate} is the safer choice: of two calls of this
     * method the later one wins, which need not be the one whose transaction was committed later.
     *
     * @param key the key
     * @param value the value
     * @throws InvalidationFailedException as for {@link #invalidate}
     */
    public void put(K key, V value) {
        requireNonNull(value, "value");
        confirm(List.of(route.put(key, route.cell(requireNonNull(key, "key")), value)));
    }

    /**
     * Makes everybody forget the value of a key. To be called after the change is committed to where the value really
     * lives. When this method returns normally, no {@code get} that starts later sees the old value, and no load that
     * began earlier can bring it back. One round trip.
     *
     * @param key the key
     * @throws InvalidationFailedException if the shared tier did not confirm in time: it is unknown whether others
     *     still see the old value; this process does not. The invalidation is kept and sent again until it is
     *     confirmed, as long as this process lives. Not thrown if the cache was built with
     *     {@link CacheAsideBuilder#deliverLater()}
     */
    public void invalidate(K key) {
        invalidateAll(List.of(key));
    }

    /**
     * Makes everybody forget the value of a key, like {@link #invalidate(Object)}, and requires later loads to have
     * seen a commit: a load that may be served by a replica is told so by {@link LoadContext#requiredPosition}.
     *
     * @param key the key
     * @param position names the commit, in the form that the source of the values uses; without line breaks, at most
     *     1000 characters
     * @throws InvalidationFailedException as for {@link #invalidate(Object)}
     * @throws IllegalArgumentException if the position is not as described
     */
    public void invalidate(K key, String position) {
        Positions.checked(requireNonNull(position, "position"));
        confirm(List.of(route.invalidate(route.cell(requireNonNull(key, "key")), position)));
    }

    /**
     * Makes everybody forget the values of some keys, like {@link #invalidate}, each 500 of them in the time of about
     * one round trip; if the shared tier hangs, each 500 in that of its time-out.
     *
     * @param keys the keys; may be empty
     * @throws InvalidationFailedException if the shared tier did not confirm all of them in time; to call again with
     *     all the keys is harmless
     */
    public void invalidateAll(Collection<? extends K> keys) {
        invalidateAll(List.copyOf(keys), Optional.empty());
    }

    private void invalidateAll(List<K> all, Optional<String> position) {
        var unconfirmed = new Unconfirmed(namespace, recorder);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            unconfirmed.await(all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream()
                    .map(key -> route.invalidate(route.cell(key), position.orElse(null)))
                    .toList());
        }
        report(unconfirmed);
    }

    /**
     * Makes everybody forget the values of some keys as soon as the transaction that this thread is in is committed,
     * before the call that commits it returns; forgets about it if the transaction is rolled back. Without a
     * transaction it happens at once. If the shared tier does not confirm, nothing is thrown after a commit: the
     * invalidations wait and are sent again.
     *
     * @param keys the keys that the transaction changes; may be empty
     * @throws IllegalStateException if the cache was built without {@link CacheAsideBuilder#transactions}
     * @throws InvalidationFailedException as for {@link #invalidate(Object)}, if there is no transaction
     */
    public void invalidateAllAfterCommit(Collection<? extends K> keys) {
        if (transactions == null) {
            throw new IllegalStateException(namespace
                    + " - invalidateAfterCommit needs transactions: set JdbcTransactions or SpringTransactions");
        }
        List<K> all = List.copyOf(keys);
        Optional<Transaction> current = transactions.current();
        if (current.isEmpty()) {
            invalidateAll(all);
        } else {
            AfterCommit<K> noted = current.get().join(this, () -> new AfterCommit<>(this::invalidateAll));
            all.forEach(noted::add);
        }
    }

    /**
     * Makes everybody forget the value of a key after the commit, like {@link #invalidateAllAfterCommit}.
     *
     * @param key the key that the transaction changes
     * @throws IllegalStateException if the cache was built without {@link CacheAsideBuilder#transactions}
     * @throws InvalidationFailedException as for {@link #invalidate(Object)}, if there is no transaction
     */
    public void invalidateAfterCommit(K key) {
        invalidateAllAfterCommit(List.of(key));
    }

    /**
     * Makes everybody forget all values that have one of some tags. One round trip, however many values there are. The
     * promise is that of {@link #invalidate}; other instances are told of it by a report of the shared tier, so there
     * an old value can be served for the time that the report is under way, also without a tier in process.
     *
     * @param tags the tags, as {@link CacheAsideBuilder#tags} gives them to values; may be empty
     * @throws InvalidationFailedException as for {@link #invalidate}
     * @throws IllegalArgumentException if something cannot be a tag
     */
    public void invalidateTags(Collection<String> tags) {
        if (!Tags.checked(tags).isEmpty()) {
            confirm(List.of(route.invalidateTags(tags)));
        }
    }

    /**
     * Makes everybody forget all values of this cache, like {@link #invalidateTags} with a tag that all have. One round
     * trip. What lies in the shared tier is not removed, but replaced or left to expire.
     *
     * @throws InvalidationFailedException as for {@link #invalidate}
     */
    public void clear() {
        confirm(List.of(route.invalidateTags(List.of(SharedSpace.EVERYTHING))));
    }

    /**
     * Returns the same cache with methods that do not wait.
     *
     * @return a view, with the tiers, loaders and numbers of this cache
     */
    public AsyncCacheAside<K, V> async() {
        return new AsyncCacheAside<>(this, loader, bulkLoader);
    }

    /**
     * Tells what this cache has done since it was built. No round trip.
     *
     * @return the numbers, tier by tier
     */
    public CacheStatistics inspect() {
        return recorder.statistics(
                local.isOn(ANY_CELL), local.size(), route.isAvailable(), route.waitingInvalidations());
    }

    /** Names the cache. */
    @Override
    public String toString() {
        return "CacheAside[" + namespace + "]";
    }

    String namespace() {
        return namespace;
    }

    Route<K, V> route() {
        return route;
    }

    Calls calls() {
        return calls;
    }

    /** What this process has; if it is stale, the given loader refreshes it. */
    @Nullable Outcome<V> findLocally(K key, Object cell, CacheLoader<? super K, ? extends V> loader) {
        Outcome<V> hit = local.find(cell);
        if (hit == null) {
            return null;
        }
        recorder.count(Event.LOCAL_HIT);
        if (hit.value() == null) {
            recorder.count(Event.ABSENT_HIT);
        }
        if (hit.nanosStale() >= 0) {
            recorder.count(Event.STALE_HIT);
            route.refresh(key, cell, loader);
        }
        return hit;
    }

    private LoadOrder comparing(Object cell) {
        return new LoadOrder(COMPARISON, route.requiredPosition(cell));
    }

    /** What lies in a tier now, asked for by nobody who counts. */
    private @Nullable V presentValue(Object cell) {
        Outcome<V> hit = local.find(cell);
        return hit != null ? hit.value() : route.peek(cell, calls.background()).join();
    }

    Optional<V> value(Outcome<V> outcome) {
        if (outcome.failure() != null) {
            throw new LoadFailedException(namespace, outcome.failure());
        }
        return Optional.ofNullable(outcome.value());
    }

    /** What of some keys is in this process; the cells of the others go into the given map. */
    Map<K, Outcome<V>> findLocally(Collection<? extends K> keys, Map<K, Object> missing) {
        var found = new LinkedHashMap<K, Outcome<V>>();
        for (K key : new LinkedHashSet<>(keys)) {
            Object cell = route.cell(requireNonNull(key, "key"));
            Outcome<V> hit = findLocally(key, cell, loader);
            if (hit == null) {
                missing.put(key, cell);
            } else {
                found.put(key, hit);
            }
        }
        return found;
    }

    /** Puts the values in the order of the keys. */
    Map<K, V> values(Collection<? extends K> keys, Map<K, Outcome<V>> outcomes) {
        var values = new LinkedHashMap<K, V>();
        for (K key : keys) {
            Outcome<V> outcome = outcomes.get(key);
            if (outcome != null) {
                value(outcome).ifPresent(value -> values.put(key, value));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private Map<K, V> getAllWith(Collection<? extends K> keys, @Nullable BulkLoader<K, V> bulk) {
        var missing = new LinkedHashMap<K, Object>();
        Map<K, Outcome<V>> outcomes = findLocally(keys, missing);
        if (!missing.isEmpty()) {
            outcomes.putAll(calls.await(executor -> Calls.all(route.searchAll(missing, loader, bulk, executor))));
        }
        return values(keys, outcomes);
    }

    /** Completes when all have, and fails if one has and this cache reports that. */
    CompletableFuture<Void> confirmed(List<CompletableFuture<Void>> confirmations) {
        return CompletableFuture.allOf(confirmations.toArray(CompletableFuture[]::new))
                .handle((all, failure) -> {
                    confirm(confirmations); // all have ended: nothing to wait for
                    return null;
                });
    }

    private void confirm(List<CompletableFuture<Void>> confirmations) {
        var unconfirmed = new Unconfirmed(namespace, recorder);
        unconfirmed.await(confirmations);
        report(unconfirmed);
    }

    private void report(Unconfirmed unconfirmed) {
        InvalidationFailedException failure = unconfirmed.report();
        if (failure != null && reportsUnconfirmed) {
            throw failure;
        }
    }
}
