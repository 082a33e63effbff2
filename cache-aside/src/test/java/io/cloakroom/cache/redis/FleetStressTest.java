package io.cloakroom.cache.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.BulkLoader;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.InvalidationFailedException;
import io.cloakroom.cache.LoadContext;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes read, write and invalidate at random, while loaders are slow or throw, instances die with a lease in hand, and
 * Redis loses connections, scripts, data or its breath. After an invalidation was acknowledged, nobody may see an older
 * value.
 *
 * <p>The long run takes 30 seconds; {@code -Dfleet.seconds=300} and {@code -Dfleet.nodes=12} make it longer and larger.
 */
final class FleetStressTest {

    private static final int KEYS = 12;
    private static final int TAGS = 3;
    private static final int READERS_PER_NODE = 3;
    private static final Duration LEASE_TIME = Duration.ofMillis(100);

    private final RedisServer server = RedisServer.start();
    private final AtomicLongArray rows = new AtomicLongArray(KEYS);
    private final AtomicLongArray acknowledged = new AtomicLongArray(KEYS);
    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.of(1, System.nanoTime());
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        server.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyHistory_nothingStaleAfterAnAcknowledgedInvalidation(long seed) throws Exception {
        run(seed, 3, 2);
    }

    @Tag("long")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    @Test
    void longHistory_manyNodes_nothingStaleAfterAnAcknowledgedInvalidation() throws Exception {
        int seconds = Integer.getInteger("fleet.seconds", 30);
        run(Long.getLong("fleet.seed", System.nanoTime()), Integer.getInteger("fleet.nodes", 8), seconds);
        assertThat(done.keySet())
                .contains("single", "bulk", "tag", "clear", "load failed", "connection killed", "redis frozen");
    }

    private void run(long seed, int fleetSize, int seconds) throws Exception {
        var seeds = new SplittableRandom(seed);
        for (int i = 0; i < fleetSize; i++) {
            nodes.add(node(i, moodyLoader(seeds.split())));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        var actors = new ArrayList<Callable<Void>>();
        for (Node node : nodes) {
            for (int i = 0; i < READERS_PER_NODE; i++) {
                actors.add(actor(end, seeds.split(), random -> read(node, random)));
            }
            actors.add(actor(end, seeds.split(), random -> write(node, random)));
        }
        actors.add(actor(end, seeds.split(), this::makeTrouble));
        try (RedisTier dying = RedisTier.create(server.uri())) {
            SharedSpace space = dying.open(Node.NAMESPACE);
            actors.add(actor(end, seeds.split(), random -> dieWithLease(space, random)));
            runAll(actors);
        }
        System.out.printf("seed %d, %d nodes, %d s: stale %d; %s%n", seed, fleetSize, seconds, stale.size(), done);

        assertThat(stale).as("seed %d", seed).isEmpty();
        assertThat(requireNonNull(done.get("read")).sum()).as("reads").isGreaterThan(100);
        assertThat(nodes)
                .anySatisfy(node ->
                        assertThat(node.cache().inspect().local().hits()).isPositive());
    }

    /** Every third node has no tier in process, every fourth serves nothing that is not fresh. */
    private Node node(int number, CacheLoader<String, String> loader) {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(100))
                .heartbeat(Duration.ofMillis(200))
                .rest(5, Duration.ofMillis(100));
        return Node.start(
                tier,
                loader,
                builder -> builder.maximumSize(number % 3 == 2 ? 0 : 1_000)
                        .leaseTime(LEASE_TIME)
                        .timeToLive(Duration.ofMillis(700))
                        .serveStale(number % 4 == 3 ? Duration.ZERO : Duration.ofMillis(400))
                        .staleOnError(Duration.ofMillis(800))
                        .refreshEarly(1)
                        .compress(64)
                        .bulkLoader(new LoaderOfMany(loader))
                        .tags((key, value) -> List.of(tagOf(Integer.parseInt(key)))));
    }

    private record LoaderOfMany(CacheLoader<String, String> single) implements BulkLoader<String, String> {
        @Override
        public Map<String, String> loadAll(Collection<String> keys, LoadContext context) throws Exception {
            var values = new HashMap<String, String>();
            for (String key : keys) {
                values.put(key, requireNonNull(single.load(key)));
            }
            return values;
        }
    }

    private CacheLoader<String, String> moodyLoader(SplittableRandom seeds) {
        ThreadLocal<SplittableRandom> randoms = ThreadLocal.withInitial(() -> next(seeds));
        return key -> {
            SplittableRandom random = randoms.get();
            String value = Long.toString(rows.get(Integer.parseInt(key)));
            LockSupport.parkNanos(random.nextLong(3_000_000));
            if (random.nextInt(10) == 0) {
                count("load failed");
                throw new IOException("the database is moody");
            }
            return value + " ".repeat(random.nextInt(100));
        };
    }

    private void read(Node node, SplittableRandom random) {
        int key = random.nextInt(KEYS);
        List<Integer> keys = random.nextInt(8) == 0 ? List.of(key, (key + 1) % KEYS, (key + 5) % KEYS) : List.of(key);
        List<Long> floors = keys.stream().map(acknowledged::get).toList();
        if (!hearsReports(node)) {
            return;
        }
        try {
            List<Long> seen = keys.size() == 1 ? List.of(value(node.get(name(key)))) : readAll(node, keys);
            for (int i = 0; i < keys.size(); i++) {
                check(node, keys.get(i), seen.get(i), floors.get(i), "read");
            }
        } catch (LoadFailedException moody) {
            count("read failed");
        }
    }

    private static List<Long> readAll(Node node, List<Integer> keys) {
        Map<String, String> values =
                node.cache().getAll(keys.stream().map(FleetStressTest::name).toList());
        return keys.stream()
                .map(key -> value(requireNonNull(values.get(name(key)))))
                .toList();
    }

    private void write(Node node, SplittableRandom random) {
        int key = random.nextInt(KEYS);
        try {
            long own = change(node, key, random);
            long floor = acknowledged.get(key);
            if (random.nextBoolean()) {
                // where it was written no report is needed
                check(node, key, value(node.get(name(key))), own, "read where it was written");
            } else if (hearsReports(node)) {
                check(node, key, value(node.get(name(key))), floor, "read by a writer");
            }
        } catch (InvalidationFailedException troubled) {
            count("not acknowledged");
        } catch (LoadFailedException moody) {
            count("read failed");
        }
        LockSupport.parkNanos(random.nextLong(10_000_000));
    }

    /** Changes at least the given key and returns its new value. */
    private long change(Node node, int key, SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 ->
                change(
                        "clear",
                        key,
                        IntStream.range(0, KEYS),
                        keys -> node.cache().clear());
            case 1, 2 ->
                change(
                        "tag",
                        key,
                        IntStream.range(0, KEYS).filter(each -> tagOf(each).equals(tagOf(key))),
                        keys -> node.cache().invalidateTags(List.of(tagOf(key))));
            case 3, 4, 5, 6 ->
                change(
                        "bulk",
                        key,
                        IntStream.of(key, (key + 1) % KEYS, (key + 7) % KEYS),
                        keys -> node.cache().invalidateAll(keys));
            default ->
                change("single", key, IntStream.of(key), keys -> node.cache().invalidate(name(key)));
        };
    }

    private long change(String kind, int key, IntStream changed, Consumer<List<String>> invalidation) {
        var values = new HashMap<Integer, Long>();
        changed.forEach(each -> values.put(each, rows.incrementAndGet(each)));
        invalidation.accept(values.keySet().stream().map(FleetStressTest::name).toList());
        values.forEach((each, value) -> acknowledged.accumulateAndGet(each, value, Math::max));
        count(kind);
        return requireNonNull(values.get(key));
    }

    private void check(Node node, int key, long seen, long floor, String kind) {
        count(kind);
        if (seen < floor) {
            stale.add(kind + ", key " + key + ": " + seen + " after " + floor + " on node " + nodes.indexOf(node));
        }
    }

    private void makeTrouble(SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(150_000_000));
        switch (random.nextInt(7)) {
            case 0 -> server.execute("SCRIPT", "FLUSH");
            case 1 -> server.execute("FLUSHALL");
            case 2 -> server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            case 3, 4 -> killTracked(nodes.get(random.nextInt(nodes.size())));
            case 5 -> freeze(random.nextLong(500_000_000));
            default -> server.execute("CLIENT", "PAUSE", "30", "WRITE");
        }
    }

    private void killTracked(Node node) {
        try {
            server.execute("CLIENT", "KILL", "ID", node.connectionId());
            count("connection killed");
        } catch (RuntimeException notConnected) {
            // it is down anyway
        }
    }

    private void freeze(long nanos) {
        server.suspend();
        try {
            LockSupport.parkNanos(nanos);
        } finally {
            server.resume();
        }
        count("redis frozen");
    }

    private static void dieWithLease(SharedSpace space, SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(50_000_000));
        var unused = space.lease(name(random.nextInt(KEYS)), UUID.randomUUID(), LEASE_TIME, Seen.nothing());
    }

    private static String name(int key) {
        return Integer.toString(key);
    }

    private static String tagOf(int key) {
        return "tag " + key % TAGS;
    }

    private static long value(String text) {
        return Long.parseLong(text.strip());
    }

    private void count(String event) {
        done.computeIfAbsent(event, first -> new LongAdder()).increment();
    }

    /** Waits until the node knows what Redis had reported; false if the connection was lost meanwhile. */
    private static boolean hearsReports(Node node) {
        try {
            node.hearReports();
            return true;
        } catch (RuntimeException lost) {
            return false;
        }
    }

    private interface Act {
        void once(SplittableRandom random);
    }

    private static Callable<Void> actor(long end, SplittableRandom random, Act act) {
        return () -> {
            while (System.nanoTime() < end) {
                act.once(random);
            }
            return null;
        };
    }

    private static void runAll(List<Callable<Void>> actors) throws Exception {
        var executor = Executors.newFixedThreadPool(actors.size());
        try {
            for (Future<Void> ended : executor.invokeAll(actors)) {
                ended.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static SplittableRandom next(SplittableRandom seeds) {
        synchronized (seeds) {
            return seeds.split();
        }
    }
}
