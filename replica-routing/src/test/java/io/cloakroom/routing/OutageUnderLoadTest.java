package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a replica takes with it when it goes: rows under way and open transactions, nothing else. */
@Tag("long")
final class OutageUnderLoadTest {

    private MariaDbCluster cluster;

    @BeforeEach
    void start() {
        cluster = MariaDbCluster.start(2);
        cluster.primary()
                .executeAsAdmin(
                        "CREATE TABLE app.row_source(id INT PRIMARY KEY)",
                        "INSERT INTO app.row_source SELECT seq FROM seq_1_to_5000");
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void killedReplica_failsOnlyWhatWasUnderWay() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.slowStart(Duration.ZERO))) {
            MariaDbServer victim = cluster.replicas().get(0);
            try (Load load = new Load(database)) {
                Await.until("all run", () -> load.allDone(200));
                for (int round = 0; round < 3; round++) {
                    victim.kill();
                    Await.until(
                            "it is out",
                            () -> database.status(RoutedDatabase.nameOf(victim)).state() == NodeState.DOWN);
                    load.forgetCounts();
                    Await.until("the others go on", () -> load.allDone(100));
                    victim.restart();
                    Await.until("it serves again", () -> database.read("SELECT @@server_id") == victim.serverId());
                }
                System.out.println("replica killed three times: " + load.summary());
                assertThat(load.failures("single statement")).isEmpty();
            }
            assertThat(database.outstanding()).isZero();
        }
    }

    @Test
    void hangingReplica_failsNoSingleStatement_andIsReadmitted() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.impatient(cluster, builder -> builder)) {
            MariaDbServer victim = cluster.replicas().get(0);
            try (Load load = new Load(database)) {
                Await.until("all run", () -> load.allDone(200));
                victim.suspend();
                Await.until(
                        "it is out",
                        () -> database.status(RoutedDatabase.nameOf(victim)).state() == NodeState.DOWN);
                load.forgetCounts();
                Await.until("the others go on", () -> load.allDone(100));

                victim.resume();
                Await.until("it serves again", () -> database.read("SELECT @@server_id") == victim.serverId());
                System.out.println("replica hung: " + load.summary());
                assertThat(load.failures("single statement")).isEmpty();
            }
        }
    }

    /** Readers of three kinds. */
    private static final class Load implements AutoCloseable {

        private final RoutedDatabase database;
        private final ExecutorService threads = Executors.newFixedThreadPool(6);
        private final AtomicBoolean done = new AtomicBoolean();
        private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
        private final Map<String, LongAdder> totals = new ConcurrentHashMap<>();
        private final Map<String, Queue<SQLException>> failures = new ConcurrentHashMap<>();
        private final List<CompletableFuture<Void>> running = new ArrayList<>();

        Load(RoutedDatabase database) {
            this.database = database;
            for (int i = 0; i < 2; i++) {
                start("single statement", () -> database.read("SELECT COUNT(*) FROM row_source WHERE id < 100"));
                start("transaction", this::readInTransaction);
                start("rows under way", this::readRows);
            }
        }

        private void start(String kind, Reader reader) {
            counts.put(kind, new LongAdder());
            totals.put(kind, new LongAdder());
            running.add(CompletableFuture.runAsync(() -> readOn(kind, reader), threads));
        }

        private void readOn(String kind, Reader reader) {
            while (!done.get()) {
                try {
                    reader.read();
                    counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
                    totals.computeIfAbsent(kind, key -> new LongAdder()).increment();
                } catch (SQLException e) {
                    failures.computeIfAbsent(kind, key -> new ConcurrentLinkedQueue<>())
                            .add(e);
                }
            }
        }

        private void readInTransaction() throws SQLException {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                for (int i = 0; i < 5; i++) {
                    RoutedDatabase.number(connection, "SELECT COUNT(*) FROM row_source WHERE id < 100");
                }
                connection.commit();
            }
        }

        private void readRows() throws SQLException {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setReadOnly(true);
                statement.setFetchSize(50);
                int rows = 0;
                try (ResultSet row = statement.executeQuery("SELECT id, REPEAT('x', 1000) FROM row_source")) {
                    while (row.next()) {
                        rows++;
                    }
                }
                assertThat(rows).isEqualTo(5000);
            }
        }

        boolean allDone(long times) {
            return counts.values().stream().allMatch(count -> count.sum() >= times);
        }

        void forgetCounts() {
            counts.values().forEach(LongAdder::reset);
        }

        Queue<SQLException> failures(String kind) {
            return failures.getOrDefault(kind, new ConcurrentLinkedQueue<>());
        }

        String summary() {
            Map<String, String> lines = new TreeMap<>();
            totals.forEach((kind, total) ->
                    lines.put(kind, total.sum() + " done, " + failures(kind).size() + " failed"));
            return lines.toString();
        }

        @Override
        public void close() {
            done.set(true);
            running.forEach(CompletableFuture::join);
            threads.shutdown();
        }
    }

    /** One call of the application. */
    @FunctionalInterface
    private interface Reader {
        void read() throws SQLException;
    }
}
