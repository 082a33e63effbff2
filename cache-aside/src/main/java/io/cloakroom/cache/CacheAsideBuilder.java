package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.cache.tier.SharedTier;
import java.time.Duration;
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

    private final String namespace;
    private final CacheLoader<? super K, ? extends V> loader;
    private Duration timeToLive = Duration.ofMinutes(5);
    private Duration localTimeToLive = Duration.ofMinutes(1);
    private double jitter = 0.1;
    private long maximumSize = 10_000;
    private Duration leaseTime = Duration.ofSeconds(5);
    private int schemaVersion;
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
        this.maximumSize = entries;
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
        this.leaseTime = within("leaseTime", leaseTime, Duration.ofMillis(100), Duration.ofMinutes(10));
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
        if (maximumSize == 0) {
            throw new IllegalStateException(
                    "maximumSize 0 leaves no tier at all: set sharedIn, or a size of 1 or more");
        }
        var recorder = new Recorder();
        var local = new LocalTier<V>(maximumSize, () -> LocalRoute.EPOCH);
        var route = new LocalRoute<K, V>(local, new TimeToLive(timeToLive, jitter, timeToLive), recorder);
        return new CacheAside<>(namespace, loader, local, route, recorder);
    }

    private CacheAside<K, V> shared(SharedTier tier) {
        if (keys == null || values == null) {
            throw new IllegalStateException("sharedIn needs " + (keys == null ? "keys" : "values")
                    + ": set a codec, such as KeyCodec.strings() and ValueCodec.serialized(Product.class)");
        }
        var recorder = new Recorder();
        SharedSpace space = tier.open(namespace);
        boolean inProcessToo = maximumSize > 0;
        var local = new LocalTier<V>(maximumSize, () -> inProcessToo ? space.epoch() : SharedSpace.NO_EPOCH);
        space.listen(local::drop);
        var route = new SharedRoute<>(
                space,
                local,
                keys,
                new Shelf<>(namespace, values, schemaVersion, recorder),
                new TimeToLive(timeToLive, jitter, localTimeToLive),
                leaseTime,
                recorder);
        return new CacheAside<>(namespace, loader, local, route, recorder);
    }

    private static Duration within(String name, Duration value, Duration least, Duration most) {
        if (requireNonNull(value, name).compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ": " + value);
        }
        return value;
    }
}
