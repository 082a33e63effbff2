package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.cache.tier.SharedTier;
import io.cloakroom.cache.transaction.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CacheAside}. Not safe for use by many threads at once; may be used again for caches of another tier.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class CacheAsideBuilder<K, V> {

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration MINUTES = Duration.ofMinutes(10);

    final String namespace;
    final CacheLoader<? super K, ? extends V> loader;

    @Nullable BulkLoader<K, V> bulkLoader;

    boolean reportsUnconfirmed = true;

    @Nullable Transactions transactions;

    double verifiedShare;
    Duration verifiedLag = Duration.ofSeconds(1);
    private CacheEvents events = CacheEvents.none();

    private Duration timeToLive = Duration.ofMinutes(5);
    private Duration localTimeToLive = Duration.ofMinutes(1);
    private @Nullable Duration absentTimeToLive;
    private Duration serveStale = Duration.ZERO;
    private Duration staleOnError = Duration.ZERO;
    private @Nullable Duration staleAfter;
    private double refreshEarly;
    private double jitter = 0.1;
    private LocalTier.Bound<V> bound = new LocalTier.Bound<>(10_000, null);
    private Duration leaseTime = Duration.ofSeconds(5);
    private Duration backOff = Duration.ZERO;
    private @Nullable Duration loadTimeout;
    private int maximumLoads = 100;
    private Duration maximumLoadWait = Duration.ofSeconds(5);
    private @Nullable Executor executor;
    private int schemaVersion;
    private int compressFrom = Compression.NEVER;
    private Comparator<String> positions = Comparator.naturalOrder();
    private @Nullable BiFunction<? super K, ? super V, ? extends Collection<String>> tagger;
    private @Nullable SharedTier tier;
    private @Nullable KeyCodec<K> keys;
    private @Nullable ValueCodec<V> values;

    CacheAsideBuilder(String namespace, CacheLoader<? super K, ? extends V> loader) {
        if (!NAMESPACE.matcher(requireNonNull(namespace, "namespace")).matches()) {
            throw new IllegalArgumentException(
                    "namespace must be 1 to 64 letters, digits, dots, dashes or underscores: " + namespace);
        }
        this.namespace = namespace;
        this.loader = requireNonNull(loader, "loader");
    }

    /**
     * Sets how long a value lives after it was loaded, in all tiers. The default is 5 minutes.
     *
     * @param timeToLive 1 ms to 366 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> timeToLive(Duration timeToLive) {
        this.timeToLive = within("timeToLive", timeToLive, MILLISECOND, YEAR);
        return this;
    }

    /**
     * Sets by what share at most a value lives shorter than {@link #timeToLive}, at random, so that values that were
     * loaded together are not all loaded again at the same moment. The default is 0.1.
     *
     * @param share 0 to 0.9; 0 for no jitter
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> jitter(double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException("jitter must be 0 to 0.9: " + share);
        }
        this.jitter = share;
        return this;
    }

    /**
     * Sets how many values this process keeps. The default is 10 000.
     *
     * @param entries 0 or more; 0 keeps none, for values that should lie in the shared tier only
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public CacheAsideBuilder<K, V> maximumSize(long entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("maximumSize must be 0 or more: " + entries);
        }
        this.bound = new LocalTier.Bound<>(entries, null);
        return this;
    }

    /**
     * Sets how much this process keeps, by weight instead of by number.
     *
     * @param weight 1 or more, in whatever unit the weigher uses
     * @param weigher tells the weight of a value, 0 or more; given the key as its codec names it if there is a shared
     *     tier
     * @return this
     * @throws IllegalArgumentException if {@code weight} is less than 1
     */
    public CacheAsideBuilder<K, V> maximumWeight(long weight, ToIntBiFunction<Object, V> weigher) {
        if (weight < 1) {
            throw new IllegalArgumentException("maximumWeight must be 1 or more: " + weight);
        }
        this.bound = new LocalTier.Bound<>(weight, requireNonNull(weigher, "weigher"));
        return this;
    }

    /**
     * Sets how long at most this process keeps a value of the shared tier before it reads it again, whatever its time
     * to live. The last line of defence should a report of a change ever be lost. Has no meaning without a shared tier.
     * The default is a minute.
     *
     * @param atMost 1 ms to 366 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> localTimeToLive(Duration atMost) {
        this.localTimeToLive = within("localTimeToLive", atMost, MILLISECOND, YEAR);
        return this;
    }

    /**
     * Sets how long one instance may take to load a value while the others wait: after that they load themselves, and
     * what it loaded is not stored. It should be longer than the slowest load. It is also how long a crashed instance
     * blocks the others. Has no meaning without a shared tier. The default is 5 seconds.
     *
     * @param leaseTime 100 ms to 10 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> leaseTime(Duration leaseTime) {
        this.leaseTime = within("leaseTime", leaseTime, Duration.ofMillis(100), MINUTES);
        return this;
    }

    /**
     * Remembers that there is no value, if the loader returns {@code null}, so that the next caller need not ask again.
     * Whoever inserts a value then has to {@link CacheAside#invalidate invalidate} its key. By default absence is not
     * remembered.
     *
     * @param timeToLive how long, 1 ms to 366 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> absentTimeToLive(Duration timeToLive) {
        this.absentTimeToLive = within("absentTimeToLive", timeToLive, MILLISECOND, YEAR);
        return this;
    }

    /**
     * Serves a value for some time after its time to live has ended, while one instance loads it anew in the
     * background: nobody waits. A value that was invalidated is never served. The default is zero: not at all.
     *
     * @param budget zero to 366 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> serveStale(Duration budget) {
        this.serveStale = within("serveStale", budget, Duration.ZERO, YEAR);
        return this;
    }

    /**
     * Serves a value for some time after its time to live has ended, if it cannot be loaded. A value that was
     * invalidated is never served. The default is zero: the callers get the failure.
     *
     * @param budget zero to 366 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> staleOnError(Duration budget) {
        this.staleOnError = within("staleOnError", budget, Duration.ZERO, YEAR);
        return this;
    }

    /**
     * Serves such a value also if the load takes long; it goes on, and others get what it brings. Needs a shared tier,
     * {@link #staleOnError} and {@link #loadTimeout}. By default callers wait for the load.
     *
     * @param wait how long they wait, 1 ms to 10 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> staleAfter(Duration wait) {
        this.staleAfter = within("staleAfter", wait, MILLISECOND, MINUTES);
        return this;
    }

    /**
     * Loads values anew in the background before their time to live ends, at random and the likelier the nearer the end
     * and the slower the load, so that callers rarely wait for one (the XFetch algorithm). Works where values are read
     * from the shared tier. The default is 0: not at all.
     *
     * @param eagerness 0 to 100; 1 is the optimum of the literature, more is earlier
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> refreshEarly(double eagerness) {
        if (!(eagerness >= 0 && eagerness <= 100)) {
            throw new IllegalArgumentException("refreshEarly must be 0 to 100: " + eagerness);
        }
        this.refreshEarly = eagerness;
        return this;
    }

    /**
     * Sets for how long no instance tries to load a key again after its loader threw: callers get the failure, or a
     * stale value, at once. An invalidation of the key ends it. Needs a shared tier. The default is zero: the next
     * caller tries again.
     *
     * @param pause zero to 10 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> backOff(Duration pause) {
        this.backOff = within("backOff", pause, Duration.ZERO, MINUTES);
        return this;
    }

    /**
     * Sets how long a caller waits for a value at most, then it gets a {@link LoadFailedException}. The load goes on,
     * and later callers get what it brings. Loaders then run on the {@link #executor}, not on the thread of a caller.
     * By default callers wait as long as it takes.
     *
     * @param limit 1 ms to 10 minutes
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> loadTimeout(Duration limit) {
        this.loadTimeout = within("loadTimeout", limit, MILLISECOND, MINUTES);
        return this;
    }

    /**
     * Sets how many loads run at once in this process, so that losing the cache does not take the database down as
     * well. Others wait for their turn; whoever waits too long gets a {@link LoadFailedException}. The default is 100
     * loads and 5 seconds. A load of many keys is one. A load that a loader of the same cache asks for counts with it
     * if it runs on the same thread: not if it is asked for asynchronously or under a {@link #loadTimeout}, where
     * loaders that wait for each other can use up all turns.
     *
     * @param atOnce 1 to 100000 loads
     * @param wait zero to 10 minutes
     * @return this
     * @throws IllegalArgumentException if one is out of range
     */
    public CacheAsideBuilder<K, V> maximumLoads(int atOnce, Duration wait) {
        if (atOnce < 1 || atOnce > 100_000) {
            throw new IllegalArgumentException("maximumLoads must be 1 to 100000: " + atOnce);
        }
        this.maximumLoads = atOnce;
        this.maximumLoadWait = within("wait", wait, Duration.ZERO, MINUTES);
        return this;
    }

    /**
     * Sets what runs the loads that no caller lends its thread to: those of asynchronous calls, in the background, and
     * with a {@link #loadTimeout}. Loaders usually block, so it should have threads of its own, or virtual ones. By
     * default the cache has daemon threads of its own, as many as there are such loads at a time, those included that
     * wait for their turn at {@link #maximumLoads}; they end when they are idle for 10 seconds.
     *
     * @param executor runs loaders; the cache does not shut it down. What it rejects runs on threads of the cache; what
     *     it drops without a word blocks the key
     * @return this
     */
    public CacheAsideBuilder<K, V> executor(Executor executor) {
        this.executor = requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets what loads many values at once for {@link CacheAside#getAll(Collection)}. By default they are loaded one by
     * one.
     *
     * @param loader reads values from where they really live
     * @return this
     */
    public CacheAsideBuilder<K, V> bulkLoader(BulkLoader<K, V> loader) {
        this.bulkLoader = requireNonNull(loader, "loader");
        return this;
    }

    /**
     * Gives tags to values, by which {@link CacheAside#invalidateTags} finds them. A tag is remembered for 40 days
     * after a value that has it was loaded. By default values have none.
     *
     * @param tagger tells the tags of a loaded value: at most 64, each of 1 to 200 bytes in UTF-8 and not {@code *};
     *     what it throws, the callers get as a failed load
     * @return this
     */
    public CacheAsideBuilder<K, V> tags(BiFunction<? super K, ? super V, ? extends Collection<String>> tagger) {
        this.tagger = requireNonNull(tagger, "tagger");
        return this;
    }

    /**
     * Sets which of two positions is the greater, of those given to {@link CacheAside#invalidate(Object, String)}. The
     * default is the natural order of strings, right for positions of a fixed width.
     *
     * @param order compares positions
     * @return this
     */
    public CacheAsideBuilder<K, V> positions(Comparator<String> order) {
        this.positions = requireNonNull(order, "order");
        return this;
    }

    /**
     * Lets an invalidation return normally although the shared tier has not confirmed it: it waits and is sent again,
     * and until it is confirmed other instances may serve the old value. By default the caller gets an
     * {@link InvalidationFailedException}; the invalidation is sent again either way.
     *
     * @return this
     */
    public CacheAsideBuilder<K, V> deliverLater() {
        this.reportsUnconfirmed = false;
        return this;
    }

    /**
     * Sets where the transactions are that {@link CacheAside#invalidateAfterCommit} waits for. There is no default.
     *
     * @param transactions for example {@code JdbcTransactions} or {@code SpringTransactions}
     * @return this
     */
    public CacheAsideBuilder<K, V> transactions(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
        return this;
    }

    /**
     * Sets who is told of loads and invalidations. By default nobody is.
     *
     * @param events for example a {@code CacheMeters}
     * @return this
     */
    public CacheAsideBuilder<K, V> events(CacheEvents events) {
        this.events = requireNonNull(events, "events");
        return this;
    }

    /**
     * Compares a share of what {@code get} serves with what the loader returns, in the background, and tells
     * {@link CacheEvents#verified}: finds changes that nobody invalidates. Values are compared by {@code equals},
     * arrays by their elements; the loader is called outside the bulkhead, at most 8 times at once. By default nothing
     * is compared.
     *
     * @param share what share of the values, 0 to 1
     * @param lag how long a change may take to be invalidated, 1 ms to 10 minutes: a value that differs is looked at
     *     again after that time, and counts only if it is still served
     * @return this
     * @throws IllegalArgumentException if one is out of range
     */
    public CacheAsideBuilder<K, V> verify(double share, Duration lag) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("verify must be 0 to 1: " + share);
        }
        this.verifiedShare = share;
        this.verifiedLag = within("lag", lag, MILLISECOND, MINUTES);
        return this;
    }

    /**
     * Compresses values for the shared tier. By default they are not.
     *
     * @param fromBytes from which encoded size on, 64 bytes or more; smaller values gain nothing
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheAsideBuilder<K, V> compress(int fromBytes) {
        if (fromBytes < 64) {
            throw new IllegalArgumentException("compress must be 64 or more: " + fromBytes);
        }
        this.compressFrom = fromBytes;
        return this;
    }

    /**
     * Shares the values with the other instances of the application. Needs {@link #keys} and {@link #values}. Without a
     * shared tier, the default, each process has its own.
     *
     * @param tier for example a {@code RedisTier}; the cache does not close it
     * @return this
     */
    public CacheAsideBuilder<K, V> sharedIn(SharedTier tier) {
        this.tier = requireNonNull(tier, "tier");
        return this;
    }

    /**
     * Sets how keys are named in the shared tier. Has no meaning without one.
     *
     * @param codec names different keys differently
     * @return this
     */
    public CacheAsideBuilder<K, V> keys(KeyCodec<K> codec) {
        this.keys = requireNonNull(codec, "codec");
        return this;
    }

    /**
     * Sets how values become bytes for the shared tier. Has no meaning without one.
     *
     * @param codec reads what it has written
     * @return this
     */
    public CacheAsideBuilder<K, V> values(ValueCodec<V> codec) {
        this.values = requireNonNull(codec, "codec");
        return this;
    }

    /**
     * Sets the version of the values' classes, to be changed when the meaning of the stored bytes changes: values of
     * another version are a miss, so old and new instances can run side by side. The default is 0.
     *
     * @param version any number
     * @return this
     */
    public CacheAsideBuilder<K, V> schemaVersion(int version) {
        this.schemaVersion = version;
        return this;
    }

    /**
     * Builds the cache. Sends nothing.
     *
     * @return the cache
     * @throws IllegalStateException if there is a shared tier but no key or value codec, if the shared tier already has
     *     a cache of this name, or if there is no tier at all
     */
    public CacheAside<K, V> build() {
        return tier == null ? inProcess() : shared(tier);
    }

    private CacheAside<K, V> inProcess() {
        if (bound.maximum() == 0) {
            throw new IllegalStateException(
                    "maximumSize 0 leaves no tier at all: set sharedIn, or a size of 1 or more");
        }
        RouteSettings<K, V> settings = settings(timeToLive);
        var stamps = new LocalStamps();
        var local = new LocalTier<V>(bound, cell -> stamps.epoch(), stamps::areCurrent, serveStale);
        var route = new LocalRoute<K, V>(local, stamps, settings);
        return cache(local, route, settings);
    }

    private CacheAside<K, V> shared(SharedTier tier) {
        if (keys == null || values == null) {
            throw new IllegalStateException("sharedIn needs " + (keys == null ? "keys" : "values")
                    + ": set a codec, such as KeyCodec.strings() and ValueCodec.serialized(Product.class)");
        }
        RouteSettings<K, V> settings = settings(localTimeToLive);
        SharedSpace space = tier.open(namespace);
        boolean inProcessToo = bound.maximum() > 0;
        var local = new LocalTier<V>(
                bound,
                cell -> inProcessToo ? space.epoch((String) cell) : SharedSpace.NO_EPOCH,
                space::areCurrent,
                Duration.ZERO);
        var shelf = new Shelf<>(namespace, values, schemaVersion, new Compression(compressFrom), settings.recorder());
        var route = new SharedRoute<>(space, keys, shelf, local, settings);
        space.listen(route);
        return cache(local, route, settings);
    }

    private RouteSettings<K, V> settings(Duration localMaximum) {
        if (staleAfter != null && (loadTimeout == null || staleOnError.isZero() || tier == null)) {
            throw new IllegalStateException("staleAfter needs sharedIn, staleOnError and loadTimeout");
        }
        var recorder = new Recorder(events);
        var ageing = new Ageing(
                new TimeToLive(timeToLive, jitter, localMaximum),
                absentTimeToLive,
                serveStale,
                staleOnError,
                refreshEarly);
        return new RouteSettings<>(
                ageing,
                new Patience.Terms(leaseTime, backOff, staleAfter),
                new Tags<>(tagger),
                new Loads(new Bulkhead(maximumLoads, maximumLoadWait), recorder),
                new Positions(positions),
                recorder,
                background());
    }

    private Executor background() {
        Executor own = LoadThreads.of(namespace);
        return executor == null ? own : new WillingExecutor(executor, own);
    }

    private CacheAside<K, V> cache(LocalTier<V> local, Route<K, V> route, RouteSettings<K, V> settings) {
        return new CacheAside<>(
                this, local, route, settings.recorder(), new Calls(namespace, settings.background(), loadTimeout));
    }

    static Duration timeToLive(String name, Duration value) {
        return within(name, value, MILLISECOND, YEAR);
    }

    private static Duration within(String name, Duration value, Duration least, Duration most) {
        if (requireNonNull(value, name).compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
        }
        return value;
    }
}
