package io.cloakroom.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.Await;
import io.cloakroom.cache.LoadFailedException;
import io.cloakroom.cache.Source;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedSpace;
import io.cloakroom.testservers.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One load for the whole fleet. */
final class SingleFlightTest {

    private static final int NODES = 8;
    private static final int THREADS = 20;

    private final RedisServer server = RedisServer.shared();
    private final Source source = new Source();
    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void forgetAll() {
        server.execute("FLUSHALL");
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    @ParameterizedTest(name = "local size {0}")
    @ValueSource(ints = {1_000, 0})
    void get_coldKeysByManyThreadsOnManyNodes_loadsEachOnce(int localSize) throws Exception {
        int keys = 5;
        for (int k = 0; k < keys; k++) {
            source.with("k" + k, "value " + k);
        }
        for (int n = 0; n < NODES; n++) {
            nodes.add(Node.start(server, source, builder -> builder.maximumSize(localSize)));
        }
        var tasks = new ArrayList<Callable<String>>();
        for (int t = 0; t < NODES * THREADS; t++) {
            Node node = nodes.get(t % NODES);
            String key = "k" + t / NODES % keys;
            tasks.add(() -> node.get(key));
        }

        List<String> values = together(tasks);

        assertThat(values).allMatch(value -> value.startsWith("value "));
        assertThat(source.loads()).isEqualTo(keys);
    }

    @Test
    void get_loaderCrashedElsewhere_takesOverWhenTheLeaseEnds() throws Exception {
        source.with("k", "value");
        Node node = node(Duration.ofMinutes(10));
        try (RedisTier crashing = Node.patient(server.uri()).build()) {
            SharedSpace space = crashing.open(Node.NAMESPACE);
            UUID token = UUID.randomUUID();
            assertThat(leaseBriefly(space, token)).isInstanceOf(LeaseAnswer.Granted.class);
            var waiting = Await.begin(() -> node.get("k"));
            Await.until("the node waits", () -> {
                leaseBriefly(space, token);
                return node.cache().inspect().shared().leaseWaits() > 0;
            });

            assertThat(waiting.get()).isEqualTo("value");
        }
        assertThat(node.cache().inspect().shared().leaseWaits()).isPositive();
    }

    @Test
    void get_loadLongerThanTheLease_othersDoNotWaitForItAndItIsNotStored() throws Exception {
        source.with("k", "old");
        Node slow = node(Duration.ofMillis(100));
        Node other = node(Duration.ofMillis(100));
        Source.Hold hold = source.holdNextLoad();
        var executor = Executors.newSingleThreadExecutor();
        try {
            Future<String> late = executor.submit(() -> slow.get("k"));
            hold.awaitRead();
            source.with("k", "new");

            assertThat(other.get("k")).isEqualTo("new");
            hold.release();

            assertThat(late.get()).isEqualTo("old");
            assertThat(other.get("k")).isEqualTo("new");
            assertThat(slow.get("k")).isEqualTo("new");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void get_loaderThrows_callersGetTheCauseAndTheNextOneLoadsAtOnce() throws IOException {
        Node node = node(Duration.ofMinutes(10));
        var failure = new IOException("no database");

        assertThatThrownBy(() -> node.cache().get("k", key -> {
                    throw failure;
                }))
                .isInstanceOf(LoadFailedException.class)
                .hasMessageContaining("things")
                .hasCause(failure);

        assertThat(node.cache().get("k", key -> "value")).hasValue("value");
        assertThat(node.cache().inspect().loads().failed()).isEqualTo(1);
    }

    @Test
    void get_loaderThrowsOnOneNode_anotherNodeTakesOver() throws Exception {
        Node failing = node(Duration.ofMinutes(10));
        Node waiting = node(Duration.ofMinutes(10));
        var entered = new CountDownLatch(1);
        var executor = Executors.newFixedThreadPool(2);
        try {
            Future<?> failed = executor.submit(() -> failing.cache().get("k", key -> {
                entered.countDown();
                Await.until(
                        "the other waits",
                        () -> waiting.cache().inspect().shared().leaseWaits() > 0);
                throw new IOException("no database");
            }));
            Await.passed(entered);

            assertThat(waiting.cache().get("k", key -> "value")).hasValue("value");
            assertThatThrownBy(failed::get).hasRootCauseInstanceOf(IOException.class);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void get_callerInterrupted_othersStillGetTheValue() throws Exception {
        source.with("k", "value");
        Node node = node(Duration.ofMinutes(1));
        var loads = new AtomicInteger();
        try (RedisTier owner = Node.patient(server.uri()).build()) {
            var space = owner.open(Node.NAMESPACE);
            UUID token = UUID.randomUUID();
            space.lease("k", token, Duration.ofMinutes(1), Seen.nothing())
                    .toCompletableFuture()
                    .get();
            var first = new Thread(() -> node.cache().get("k", key -> "first " + loads.incrementAndGet()));
            first.start();
            Await.until("the first waits", () -> node.cache().inspect().shared().leaseWaits() > 0);
            var executor = Executors.newSingleThreadExecutor();
            try {
                Future<String> second = executor.submit(() -> node.get("k"));
                Await.until(
                        "the second joins", () -> node.cache().inspect().local().joined() > 0);
                first.interrupt();
                first.join();
                space.release("k", token, Duration.ZERO).toCompletableFuture().get();

                assertThat(second.get()).isEqualTo("first 1");
            } finally {
                executor.shutdownNow();
            }
        }
    }

    /** Takes or renews the lease of a key, for two seconds. */
    private static LeaseAnswer leaseBriefly(SharedSpace space, UUID token) {
        return space.lease("k", token, Duration.ofSeconds(2), Seen.nothing())
                .toCompletableFuture()
                .join();
    }

    private Node node(Duration leaseTime) {
        Node node = Node.start(server, source, builder -> builder.leaseTime(leaseTime));
        nodes.add(node);
        return node;
    }

    private static List<String> together(List<Callable<String>> tasks) throws Exception {
        var executor = Executors.newFixedThreadPool(tasks.size());
        try {
            var values = new ArrayList<String>();
            for (Future<String> result : executor.invokeAll(tasks)) {
                values.add(result.get());
            }
            return values;
        } finally {
            executor.shutdownNow();
        }
    }
}
