package io.cloakroom.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.testservers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prints the figures of the manual: {@code -Dtest=MeasurementTest -Dmeasure=true}. Throughput depends on the machine;
 * compare figures of one run only.
 */
@EnabledIfSystemProperty(named = "measure", matches = "true")
class MeasurementTest {

    private static final int SESSIONS = 10_000;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** The second figure is the largest value that Redis packs tightly; 64 is its default. */
    @ParameterizedTest
    @CsvSource({"100, 64", "1000, 64", "10000, 64", "100, 1024", "1000, 1024"})
    void memory_perSession(int bytes, int listpackValue) {
        try (RedisServer redis = RedisServer.start("--hash-max-listpack-value", "" + listpackValue);
                RedisSessionStore store = Topology.of(redis).build()) {
            long before = usedMemory(redis);
            for (int i = 0; i < SESSIONS; i++) {
                store.create(Samples.newKey(), session(bytes, null));
            }
            long plain = (usedMemory(redis) - before) / SESSIONS;
            before = usedMemory(redis);
            for (int i = 0; i < SESSIONS; i++) {
                SessionOwner owner = new SessionOwner(
                        "user-" + i, Samples.session().metadata().createdAt(), "Firefox");
                store.create(Samples.newKey(), session(bytes, owner));
            }
            long owned = (usedMemory(redis) - before) / SESSIONS;
            System.out.println("hash-max-listpack-value " + listpackValue + ", one attribute of " + bytes + " bytes: "
                    + plain + " bytes per session in Redis, " + owned + " with an owner and his index");
            assertThat(plain).isGreaterThan(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 32, 128})
    void throughput_byThreads(int threads) throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                RedisSessionStore each = Topology.of(redis).build();
                RedisSessionStore consolidated =
                        Topology.of(redis).consolidateFlushes(true).build()) {
            System.out.println(threads + " threads, reads/s: " + perSecond(each, threads, false) + ", consolidated "
                    + perSecond(consolidated, threads, false) + "; writes/s: " + perSecond(each, threads, true)
                    + ", consolidated " + perSecond(consolidated, threads, true));
        }
    }

    @Test
    void throughput_waitingForAReplica() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                RedisServer replica = RedisServer.replicaOf(redis);
                RedisSessionStore plain = Topology.of(redis).build();
                RedisSessionStore careful =
                        Topology.of(redis).waitForReplicas(1).build()) {
            assertThat(replica.awaitSynced(Duration.ofSeconds(30))).isTrue();
            for (int threads : new int[] {1, 8, 32}) {
                System.out.println(threads + " threads, writes/s: " + perSecond(plain, threads, true)
                        + ", waiting for a replica " + perSecond(careful, threads, true));
            }
        }
    }

    private static long perSecond(SessionStore store, int clients, boolean write) throws InterruptedException {
        List<StoreKey> keys = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            keys.add(Samples.newKey());
            store.create(keys.get(i), session(1_000, null));
        }
        LongAdder done = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime() + WARM_UP.toNanos();
        long end = start + MEASURED.toNanos();
        for (int i = 0; i < clients; i++) {
            threads.add(new Thread(() -> call(store, keys, write, start, end, done)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done.sum()).isPositive();
        return done.sum() / MEASURED.toSeconds();
    }

    private static void call(
            SessionStore store, List<StoreKey> keys, boolean write, long start, long end, LongAdder done) {
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            StoreKey key = keys.get(ThreadLocalRandom.current().nextInt(keys.size()));
            if (write) {
                assertThat(store.save(key, Samples.changes())).isInstanceOf(Applied.class);
            } else {
                assertThat(store.load(key)).isInstanceOf(Found.class);
            }
            if (now >= start) {
                done.increment();
            }
        }
    }

    private static SessionRecord session(int bytes, @Nullable SessionOwner owner) {
        byte[] value = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(value);
        SessionMetadata m = Samples.session().metadata();
        SessionMetadata owned = new SessionMetadata(
                m.createdAt(),
                m.lastAccessedAt(),
                m.maxInactiveInterval(),
                m.absoluteDeadline(),
                m.expiresAt(),
                m.generation(),
                m.version(),
                owner);
        return new SessionRecord(owned, Map.of("cart", new StoredAttribute(EncodedValue.of(value), 1)));
    }

    private static long usedMemory(RedisServer redis) {
        return redis.execute("INFO", "memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .map(line -> line.substring(line.indexOf(':') + 1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
