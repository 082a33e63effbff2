package io.cloakroom.cache.micrometer;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheEvents;
import io.cloakroom.cache.CacheStatistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Meters of what a cache does.
 *
 * <pre>{@code
 * CacheMeters meters = CacheMeters.in(registry, "cache", "products");
 * CacheAside<String, Product> products = CacheAside.<String, Product>builder("products", dao::find)
 *         .events(meters)
 *         .build();
 * meters.observe(products);
 * }</pre>
 *
 * <table>
 *   <caption>The meters</caption>
 *   <tr><th>name</th><th>kind</th><th>tag</th><th>tells</th></tr>
 *   <tr><td>cloakroom.cache.load</td><td>timer</td><td>result: loaded, failed</td><td>calls of the loader</td></tr>
 *   <tr><td>cloakroom.cache.invalidation</td><td>timer</td><td></td><td>how long invalidations took to be
 *       confirmed</td></tr>
 *   <tr><td>cloakroom.cache.invalidations</td><td>counter</td><td>result: confirmed, unconfirmed, redelivered</td>
 *       <td>invalidated keys, tags, clears</td></tr>
 *   <tr><td>cloakroom.cache.verified</td><td>counter</td><td>result: match, mismatch</td><td>hits compared with the
 *       source</td></tr>
 *   <tr><td>cloakroom.cache.hits</td><td>counter</td><td>tier: local, shared</td><td>values found</td></tr>
 *   <tr><td>cloakroom.cache.misses</td><td>counter</td><td>reason: missing, unreadable, outdated</td><td>reads of the
 *       shared tier that found nothing usable; missing: nothing, or a value that is no longer fresh</td></tr>
 *   <tr><td>cloakroom.cache.served</td><td>counter</td><td>kind: absent, stale, after_failure</td><td>what was served
 *       that is no fresh value</td></tr>
 *   <tr><td>cloakroom.cache.refreshed</td><td>counter</td><td></td><td>values loaded anew in the background</td></tr>
 *   <tr><td>cloakroom.cache.failures</td><td>counter</td><td></td><td>commands that the shared tier did not
 *       answer</td></tr>
 *   <tr><td>cloakroom.cache.fenced</td><td>counter</td><td></td><td>loaded values that an invalidation had
 *       overtaken</td></tr>
 *   <tr><td>cloakroom.cache.lease.waits</td><td>counter</td><td></td><td>waits for the load of another
 *       instance</td></tr>
 *   <tr><td>cloakroom.cache.loads.uncoordinated</td><td>counter</td><td></td><td>loads without a lease</td></tr>
 *   <tr><td>cloakroom.cache.loads.rejected</td><td>counter</td><td></td><td>loads not begun, too many ran</td></tr>
 *   <tr><td>cloakroom.cache.local.size</td><td>gauge</td><td></td><td>entries in process</td></tr>
 *   <tr><td>cloakroom.cache.local.on</td><td>gauge, 0 or 1</td><td></td><td>whether the tier in process serves</td></tr>
 *   <tr><td>cloakroom.cache.shared.available</td><td>gauge, 0 or 1</td><td></td><td>whether the shared tier is asked: 0
 *       while the circuit breaker is open or there is no connection</td></tr>
 *   <tr><td>cloakroom.cache.invalidations.waiting</td><td>gauge</td><td></td><td>invalidations to be delivered
 *       again</td></tr>
 * </table>
 *
 * <p>No tag holds a key. Safe for use by many threads; needs {@code micrometer-core} on the class or module path.
 */
public final class CacheMeters implements CacheEvents {

    private static final String PREFIX = "cloakroom.cache.";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer loaded;
    private final Timer failed;
    private final Timer invalidation;
    private final Counter match;
    private final Counter mismatch;

    private CacheMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        loaded = registry.timer(PREFIX + "load", tags.and("result", "loaded"));
        failed = registry.timer(PREFIX + "load", tags.and("result", "failed"));
        invalidation = registry.timer(PREFIX + "invalidation", tags);
        match = registry.counter(PREFIX + "verified", tags.and("result", "match"));
        mismatch = registry.counter(PREFIX + "verified", tags.and("result", "mismatch"));
    }

    /**
     * Registers the meters of one cache that are counted as things happen.
     *
     * @param registry where to
     * @param tags further tags of each meter, keys and values in turn; should name the cache
     * @return what reports to the meters
     * @throws IllegalArgumentException if {@code tags} has a key without a value
     */
    @SuppressWarnings("exports") // whoever calls this has Micrometer; others must be able to compile without it
    public static CacheMeters in(MeterRegistry registry, String... tags) {
        return new CacheMeters(requireNonNull(registry, "registry"), Tags.of(tags));
    }

    /**
     * Registers the meters that are read from the cache. The registry holds the cache weakly.
     *
     * @param cache the cache that reports here
     */
    public void observe(CacheAside<?, ?> cache) {
        count(cache, "hits", tags.and("tier", "local"), now -> now.local().hits());
        count(cache, "hits", tags.and("tier", "shared"), now -> now.shared().hits());
        count(
                cache,
                "misses",
                tags.and("reason", "missing"),
                now -> now.shared().misses()
                        - now.shared().unreadable()
                        - now.shared().outdated());
        count(
                cache,
                "misses",
                tags.and("reason", "unreadable"),
                now -> now.shared().unreadable());
        count(
                cache,
                "misses",
                tags.and("reason", "outdated"),
                now -> now.shared().outdated());
        count(cache, "served", tags.and("kind", "absent"), now -> now.served().absent());
        count(cache, "served", tags.and("kind", "stale"), now -> now.served().stale());
        count(
                cache,
                "served",
                tags.and("kind", "after_failure"),
                now -> now.served().afterFailure());
        count(cache, "refreshed", tags, now -> now.served().refreshed());
        count(cache, "failures", tags, now -> now.shared().failures());
        count(cache, "fenced", tags, now -> now.shared().fencedCommits());
        count(cache, "lease.waits", tags, now -> now.shared().leaseWaits());
        count(cache, "loads.uncoordinated", tags, now -> now.loads().uncoordinated());
        count(cache, "loads.rejected", tags, now -> now.loads().rejected());
        count(
                cache,
                "invalidations",
                tags.and("result", "confirmed"),
                now -> now.invalidated().confirmed());
        count(
                cache,
                "invalidations",
                tags.and("result", "unconfirmed"),
                now -> now.invalidated().unconfirmed());
        count(
                cache,
                "invalidations",
                tags.and("result", "redelivered"),
                now -> now.invalidated().redelivered());
        gauge(cache, "local.size", now -> now.local().size());
        gauge(cache, "local.on", now -> now.local().on() ? 1 : 0);
        gauge(cache, "shared.available", now -> now.shared().available() ? 1 : 0);
        gauge(cache, "invalidations.waiting", now -> now.invalidated().waiting());
    }

    @Override
    public void loaded(boolean succeeded, Duration took) {
        (succeeded ? loaded : failed).record(took);
    }

    @Override
    public void invalidated(int confirmed, int unconfirmed, Duration took) {
        invalidation.record(took);
    }

    @Override
    public void verified(boolean matched) {
        (matched ? match : mismatch).increment();
    }

    private void count(CacheAside<?, ?> cache, String name, Tags with, ToDoubleFunction<CacheStatistics> number) {
        FunctionCounter.builder(PREFIX + name, cache, observed -> number.applyAsDouble(observed.inspect()))
                .tags(with)
                .register(registry);
    }

    private void gauge(CacheAside<?, ?> cache, String name, ToDoubleFunction<CacheStatistics> number) {
        Gauge.builder(PREFIX + name, cache, observed -> number.applyAsDouble(observed.inspect()))
                .tags(tags)
                .register(registry);
    }
}
