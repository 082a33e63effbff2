package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.InvalidationFailedException;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nodes read, write and invalidate at random, while loaders are slow or throw, instances die with a lease in hand, and
 * Redis loses connections, scripts, data or its breath. After an invalidation was acknowledged, nobody may see an older
 * value.
 */
final class FleetStressTest {

    private static final int KEYS = 4;
    private static final int READERS_PER_NODE = 4;
    private static final int WRITERS_PER_NODE = 1;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Duration LEASE_TIME = Duration.ofMillis(100);

    private final RedisServer server = RedisServer.start();
    private final AtomicLongArray rows = new AtomicLongArray(KEYS);
    private final AtomicLongArray acknowledged = new AtomicLongArray(KEYS);
    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final AtomicLong checked = new AtomicLong();
    private final List<Node> nodes = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.of(1, 2, System.nanoTime());
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        server.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyHistory_nothingStaleAfterAnAcknowledgedInvalidation(long seed) throws Exception {
        var seeds = new SplittableRandom(seed);
        for (int localSize : new int[] {1_000, 1_000, 0}) {
            nodes.add(node(localSize, slowLoader(seeds.split())));
        }
        long end = System.nanoTime() + RUN_NANOS;
        var actors = new ArrayList<Callable<Void>>();
        for (Node node : nodes) {
            for (int i = 0; i < READERS_PER_NODE; i++) {
                actors.add(actor(end, seeds.split(), random -> read(node, random)));
            }
            for (int i = 0; i < WRITERS_PER_NODE; i++) {
                actors.add(actor(end, seeds.split(), random -> write(node, random)));
            }
        }
        actors.add(actor(end, seeds.split(), this::makeTrouble));
        try (RedisTier dying = RedisTier.create(server.uri())) {
            SharedSpace space = dying.open(Node.NAMESPACE);
            actors.add(actor(end, seeds.split(), random -> dieWithLease(space, random)));
            runAll(actors);
        }

        assertThat(stale).as("seed %d", seed).isEmpty();
        assertThat(checked.get()).as("reads").isGreaterThan(100);
        assertThat(nodes)
                .anySatisfy(node ->
                        assertThat(node.cache().inspect().local().hits()).isPositive());
    }

    private Node node(int localSize, CacheLoader<String, String> loader) {
        RedisTierBuilder tier = RedisTier.builder(server.uri())
                .readTimeout(Duration.ofMillis(100))
                .heartbeat(Duration.ofMillis(200));
        return Node.start(
                tier, loader, builder -> builder.maximumSize(localSize).leaseTime(LEASE_TIME));
    }

    private CacheLoader<String, String> slowLoader(SplittableRandom seeds) {
        ThreadLocal<SplittableRandom> randoms = ThreadLocal.withInitial(() -> next(seeds));
        return key -> {
            SplittableRandom random = randoms.get();
            String value = Long.toString(rows.get(Integer.parseInt(key)));
            LockSupport.parkNanos(random.nextLong(3_000_000));
            if (random.nextInt(10) == 0) {
                throw new IOException("the database is moody");
            }
            return value;
        };
    }

    private void read(Node node, SplittableRandom random) {
        int key = random.nextInt(KEYS);
        long floor = acknowledged.get(key);
        if (!hearsReports(node)) {
            return;
        }
        try {
            long seen = Long.parseLong(node.get(Integer.toString(key)));
            checked.incrementAndGet();
            if (seen < floor) {
                stale.add("key " + key + ": " + seen + " after " + floor + " on node " + nodes.indexOf(node));
            }
        } catch (LoadFailedException moody) {
            // the loader threw
        }
    }

    private void write(Node node, SplittableRandom random) {
        int key = random.nextInt(KEYS);
        long value = rows.incrementAndGet(key);
        try {
            node.cache().invalidate(Integer.toString(key));
            acknowledged.accumulateAndGet(key, value, Math::max);
            if (Long.parseLong(node.get(Integer.toString(key))) < value) { // the own node needs no report
                stale.add("key " + key + ": below " + value + " where it was written");
            }
        } catch (InvalidationFailedException | LoadFailedException troubled) {
            // not acknowledged, or the loader threw
        }
        LockSupport.parkNanos(random.nextLong(10_000_000));
    }

    private void makeTrouble(SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(100_000_000));
        switch (random.nextInt(6)) {
            case 0 -> server.execute("SCRIPT", "FLUSH");
            case 1 -> server.execute("FLUSHALL");
            case 2, 3 -> server.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            case 4 -> freeze(random.nextLong(300_000_000));
            default -> server.execute("CLIENT", "PAUSE", "30", "WRITE");
        }
    }

    private void freeze(long nanos) {
        server.suspend();
        try {
            LockSupport.parkNanos(nanos);
        } finally {
            server.resume();
        }
    }

    private static void dieWithLease(SharedSpace space, SplittableRandom random) {
        LockSupport.parkNanos(random.nextLong(50_000_000));
        var unused = space.lease(Integer.toString(random.nextInt(KEYS)), UUID.randomUUID(), LEASE_TIME, Seen.nothing());
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
