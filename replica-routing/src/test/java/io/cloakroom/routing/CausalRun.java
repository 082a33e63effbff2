package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that write and read over several instances, each with a router of its own, while replication stops and goes
 * at random. A client has one row with a number that only it raises, so that a stale own read shows. After each request
 * it may be served by another instance, which knows nothing of it but the token.
 */
final class CausalRun {

    private final MariaDbCluster cluster;
    private final List<RoutedDatabase> instances = new ArrayList<>();
    private final boolean causal;
    private final Deadline end;
    private final long seed;
    private final LongAdder writes = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder moves = new LongAdder();
    private final Map<String, LongAdder> split = new ConcurrentHashMap<>();

    private CausalRun(MariaDbCluster cluster, boolean causal, boolean learnAtCommit, Duration time, long seed)
            throws Exception {
        this.cluster = cluster;
        this.causal = causal;
        this.seed = seed;
        for (int i = 0; i < 3; i++) {
            instances.add(RoutedDatabase.over(
                    cluster, builder -> builder.learnAtCommit(learnAtCommit).primaryFallback(8)));
        }
        this.end = Deadline.in(time);
    }

    static CausalRun of(
            MariaDbCluster cluster, boolean causal, boolean learnAtCommit, int clients, Duration time, long seed)
            throws Exception {
        cluster.primary()
                .executeAsAdmin("CREATE OR REPLACE TABLE app.counter(client INT PRIMARY KEY, value INT NOT NULL)");
        for (int client = 0; client < clients; client++) {
            cluster.primary().executeAsAdmin("INSERT INTO app.counter VALUES(" + client + ", 0)");
        }
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
        CausalRun run = new CausalRun(cluster, causal, learnAtCommit, time, seed);
        try {
            run.go(clients);
        } finally {
            run.instances.forEach(RoutedDatabase::close);
            cluster.resumeReplication();
        }
        return run;
    }

    long staleReads() {
        return stale.sum();
    }

    long replicaReads() {
        return split.getOrDefault("replica", new LongAdder()).sum();
    }

    String summary() {
        long waits = instances.stream()
                .mapToLong(instance -> instance.dataSource().inspect().freshnessWaits())
                .sum();
        Map<String, Long> sums = new TreeMap<>();
        split.forEach((where, count) -> sums.put(where, count.sum()));
        return (causal ? "causal" : "not causal") + ", seed " + seed + ": " + writes + " writes, " + reads
                + " own reads, of them by " + sums + ", " + waits + " waited for freshness, " + moves
                + " moves between instances, " + stale + " stale";
    }

    private void go(int clients) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        ExecutorService threads =
                Executors.newFixedThreadPool(clients + cluster.replicas().size());
        List<Future<?>> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int number = client;
            SplittableRandom own = random.split();
            all.add(threads.submit(() -> {
                beClient(number, own);
                return null;
            }));
        }
        for (MariaDbServer replica : cluster.replicas()) {
            SplittableRandom own = random.split();
            all.add(threads.submit(() -> disturb(replica, own)));
        }
        threads.shutdown();
        for (Future<?> one : all) {
            one.get();
        }
    }

    private void disturb(MariaDbServer replica, SplittableRandom random) {
        while (!end.passed()) {
            pauseFor(random.nextLong(50, 1_500));
            replica.pauseReplication();
            pauseFor(random.nextBoolean() ? random.nextLong(50, 500) : random.nextLong(500, 5_000));
            replica.resumeReplication();
        }
    }

    private void pauseFor(long millis) {
        Deadline over = Deadline.in(Duration.ofMillis(Math.min(millis, Math.max(0, end.remainingNanos() / 1_000_000))));
        while (!over.passed()) {
            LockSupport.parkNanos(over.remainingNanos());
        }
    }

    private void beClient(int client, SplittableRandom random) throws Exception {
        int value = 0;
        @Nullable String token = null;
        int at = random.nextInt(instances.size());
        while (!end.passed()) {
            if (random.nextInt(4) == 0) {
                at = random.nextInt(instances.size());
                moves.increment();
            }
            RoutedDatabase instance = instances.get(at);
            ConsistencyScope scope = token == null
                    ? ConsistencyScope.create()
                    : instance.dataSource().resume(ConsistencyToken.parse(token));
            value += request(instance, scope, client, value, random);
            Optional<ConsistencyToken> captured = instance.dataSource().capture(scope);
            token = captured.map(ConsistencyToken::text).orElse(token);
            pauseFor(random.nextLong(1, 20));
        }
    }

    /** Some reads and writes of one request; returns by how much the number was raised. */
    private int request(
            RoutedDatabase instance, ConsistencyScope scope, int client, int before, SplittableRandom random)
            throws Exception {
        int raised = 0;
        for (int step = random.nextInt(1, 4); step > 0; step--) {
            if (random.nextInt(3) == 0) {
                boolean inTransaction = random.nextBoolean();
                in(scope, () -> raise(instance, client, inTransaction));
                writes.increment();
                raised++;
            }
            int expected = before + raised;
            in(scope, () -> check(instance, client, expected));
        }
        return raised;
    }

    /** Without causal mode the routing is the same, but nobody knows whose reads and writes these are. */
    private void in(ConsistencyScope scope, Routing.Action<SQLException> work) throws SQLException {
        if (causal) {
            Routing.within(scope, work);
        } else {
            work.run();
        }
    }

    private static void raise(RoutedDatabase instance, int client, boolean inTransaction) throws SQLException {
        try (Connection connection = instance.dataSource().getConnection()) {
            connection.setAutoCommit(!inTransaction);
            RoutedDatabase.update(connection, "UPDATE counter SET value = value + 1 WHERE client = " + client);
            if (inTransaction) {
                connection.commit();
            }
        }
    }

    private void check(RoutedDatabase instance, int client, int expected) throws SQLException {
        try (Connection connection = instance.dataSource().getConnection()) {
            connection.setReadOnly(true);
            int seen = value(connection, client);
            Decision decision =
                    connection.unwrap(RoutedConnectionInfo.class).lastDecision().orElseThrow();
            String where = decision.route() == Route.REPLICA ? "replica" : "primary " + decision.reason();
            split.computeIfAbsent(where, key -> new LongAdder()).increment();
            reads.increment();
            if (seen < expected) {
                stale.increment();
            }
        }
    }

    private static int value(Connection connection, int client) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM counter WHERE client = ?")) {
            select.setInt(1, client);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
