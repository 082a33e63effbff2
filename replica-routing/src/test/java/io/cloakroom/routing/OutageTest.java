package io.cloakroom.routing;

import static io.cloakroom.routing.RoutedDatabase.serverId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutageTest {

    private MariaDbCluster cluster;

    @BeforeEach
    void start() {
        cluster = MariaDbCluster.start(2);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void killedReplica_underLoad_failsNoRead() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            MariaDbServer victim = cluster.replicas().get(0);
            String name = RoutedDatabase.nameOf(victim);
            try (Readers readers = new Readers(database, 4)) {
                Await.until("both replicas serve", () -> readers.servedBy(2) && readers.servedBy(3));
                victim.kill();
                Await.until("the victim is out", () -> database.status(name).state() == NodeState.DOWN);
                readers.forget();
                Await.until("reads go on", () -> readers.count() > 500);
                assertThat(readers.servedBy(victim.serverId())).isFalse();
                assertThat(readers.slowest()).isLessThan(RoutedDatabase.POOL_TIMEOUT);

                victim.restart();
                Await.until("the victim is back", () -> readers.servedBy(victim.serverId()));
                assertThat(readers.failures()).isEmpty();
            }
            assertThat(database.status(name).ejections()).isPositive();
            RoutingStatus status = database.dataSource().inspect();
            assertThat(status.fallbacks()).as("%s", status).isZero();
        }
    }

    @Test
    void allReplicasKilled_readsContinueOnPrimary() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            cluster.replicas().forEach(MariaDbServer::kill);
            Await.until(
                    "both are out",
                    () -> database.dataSource().inspect().replicas().stream()
                            .allMatch(replica -> replica.state() == NodeState.DOWN));

            for (int i = 0; i < 50; i++) {
                assertThat(database.read("SELECT @@server_id")).isEqualTo(1);
            }
            assertThat(database.dataSource().inspect().fallbacks()).isPositive();
            assertThat(database.outstanding()).isZero();
        }
    }

    @Test
    void allReplicasKilled_beyondThePrimarysShare_failsTyped() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(
                cluster, builder -> builder.primaryFallback(2).acquireWithin(Duration.ofMillis(200)))) {
            cluster.replicas().forEach(MariaDbServer::kill);
            Await.until(
                    "both are out",
                    () -> database.dataSource().inspect().replicas().stream()
                            .allMatch(replica -> replica.state() == NodeState.DOWN));
            try (Connection first = readOnly(database);
                    Connection third = readOnly(database)) {
                serverId(first);
                try (Connection second = readOnly(database)) {
                    serverId(second);
                    assertThatThrownBy(() -> serverId(third))
                            .isInstanceOf(NoReplicaAvailableException.class)
                            .hasMessageContaining("NO_REPLICA_UP");
                }
                assertThat(database.dataSource().inspect().refusals()).isEqualTo(1);
                assertThat(serverId(third)).isEqualTo(1);
            }
        }
    }

    @Test
    void withoutFallback_failsAtOnce() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.primaryFallback(0))) {
            cluster.replicas().forEach(MariaDbServer::kill);
            Await.until(
                    "both are out",
                    () -> database.dataSource().inspect().replicas().stream()
                            .allMatch(replica -> replica.state() == NodeState.DOWN));

            assertThatThrownBy(() -> database.read("SELECT 1")).isInstanceOf(NoReplicaAvailableException.class);
            database.write("DO 1");
        }
    }

    @Test
    void replicaKilled_duringTransaction_failsWithoutRepetition() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster);
                Connection connection = readOnly(database)) {
            connection.setAutoCommit(false);
            int node = serverId(connection);
            server(node).kill();

            assertThatThrownBy(() -> serverId(connection))
                    .isInstanceOf(SQLException.class)
                    .isNotInstanceOf(ReadOnlyViolationException.class);

            connection.rollback();
            assertThat(serverId(connection)).isNotEqualTo(node);
        }
    }

    @Test
    void listener_hearsOfOutageAndReturn() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        RoutingListener listener = new RoutingListener() {
            @Override
            public void onReplicaDown(String replica, SQLException cause) {
                heard.add("down " + replica);
                throw new IllegalStateException("a listener that fails");
            }

            @Override
            public void onReplicaUp(String replica) {
                heard.add("up " + replica);
            }
        };
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.listener(listener))) {
            MariaDbServer victim = cluster.replicas().get(1);
            String name = RoutedDatabase.nameOf(victim);
            victim.kill();
            Await.until("it is out", () -> heard.contains("down " + name));
            victim.restart();
            Await.until("it is back", () -> heard.contains("up " + name));
            database.awaitUp();
        }
    }

    private MariaDbServer server(int id) {
        return cluster.replicas().stream()
                .filter(replica -> replica.serverId() == id)
                .findFirst()
                .orElseThrow();
    }

    private static Connection readOnly(RoutedDatabase database) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setReadOnly(true);
        return connection;
    }

    /** Threads that read without a pause. */
    private static final class Readers implements AutoCloseable {

        private final RoutedDatabase database;
        private final ExecutorService threads;
        private final AtomicBoolean done = new AtomicBoolean();
        private final Queue<Integer> servers = new ConcurrentLinkedQueue<>();
        private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        private final Queue<Duration> times = new ConcurrentLinkedQueue<>();
        private final AtomicInteger period = new AtomicInteger();
        private final AtomicInteger count = new AtomicInteger();
        private final List<CompletableFuture<Void>> running = new ArrayList<>();

        Readers(RoutedDatabase database, int number) {
            this.database = database;
            this.threads = Executors.newFixedThreadPool(number);
            for (int i = 0; i < number; i++) {
                running.add(CompletableFuture.runAsync(this::readOn, threads));
            }
        }

        private void readOn() {
            while (!done.get()) {
                int begunIn = period.get();
                long start = System.nanoTime();
                try {
                    int server = database.read("SELECT @@server_id");
                    if (begunIn == period.get()) {
                        servers.add(server);
                        times.add(Duration.ofNanos(System.nanoTime() - start));
                        count.incrementAndGet();
                    }
                } catch (SQLException | RuntimeException e) {
                    failures.add(e);
                }
            }
        }

        boolean servedBy(int server) {
            return servers.contains(server);
        }

        /** Counts anew, and only reads that begin from now on. */
        void forget() {
            period.incrementAndGet();
            servers.clear();
            times.clear();
            count.set(0);
        }

        int count() {
            return count.get();
        }

        Queue<Throwable> failures() {
            return failures;
        }

        Duration slowest() {
            return times.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        }

        @Override
        public void close() {
            done.set(true);
            running.forEach(CompletableFuture::join);
            threads.shutdown();
        }
    }
}
