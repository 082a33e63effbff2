package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.routing.Decision.Reason;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FreshnessTest {

    private static final String INSERT = "INSERT INTO letter(text) VALUES('x')";
    private static final String COUNT = "SELECT COUNT(*) FROM letter";

    private static MariaDbCluster cluster;

    @BeforeAll
    static void start() {
        cluster = MariaDbCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void empty() {
        cluster.primary()
                .executeAsAdmin(
                        "CREATE OR REPLACE TABLE app.letter(id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(9))");
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void resume() {
        cluster.resumeReplication();
    }

    @Test
    void pausedReplication_ownWriteIsReadFromPrimary() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            cluster.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();

            Routing.within(scope, () -> {
                database.write(INSERT);
                assertThat(database.read(COUNT)).isEqualTo(1);
                assertThat(lastReason(database)).isEqualTo(Reason.NO_REPLICA_FRESH);
            });

            assertThat(database.read(COUNT)).as("another user's read").isZero();
        }
    }

    @Test
    void ownWrite_onTheSameConnection_isSeenWithoutAScope() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster);
                Connection connection = database.dataSource().getConnection()) {
            cluster.pauseReplication();
            RoutedDatabase.update(connection, INSERT);
            connection.setReadOnly(true);

            assertThat(RoutedDatabase.number(connection, COUNT)).isEqualTo(1);
        }
    }

    /** It cannot move, and must not show an old state. */
    @Test
    void sessionState_onAReplicaThatLacksTheOwnWrite_isNotReadFrom() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster);
                Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            RoutedDatabase.update(connection, "SET @a = 1");
            assertThat(RoutedDatabase.serverId(connection)).isGreaterThan(1);
            cluster.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();

            Routing.within(scope, () -> {
                database.write(INSERT);
                assertThatThrownBy(() -> RoutedDatabase.number(connection, COUNT))
                        .isInstanceOf(NoReplicaAvailableException.class)
                        .hasMessageContaining("SQL has changed the session");
                assertThat(Routing.<Integer, SQLException>staleOk(() -> RoutedDatabase.number(connection, COUNT)))
                        .isZero();
                cluster.resumeReplication();
                Await.until("it has caught up", () -> {
                    try {
                        return RoutedDatabase.number(connection, COUNT) == 1;
                    } catch (NoReplicaAvailableException e) {
                        return false;
                    }
                });
                assertThat(RoutedDatabase.number(connection, "SELECT @a")).isEqualTo(1);
            });
        }
    }

    @Test
    void fixedWindow_afterOwnWrite_readsFromPrimaryUntilItIsOver() throws Exception {
        Duration window = Duration.ofMillis(700);
        try (RoutedDatabase database =
                RoutedDatabase.over(cluster, builder -> builder.dialect(ReplicationDialect.fixedWindow(window)))) {
            ConsistencyScope scope = ConsistencyScope.create();
            AtomicReference<Reason> within = new AtomicReference<>();
            Routing.within(scope, () -> {
                Await.until("a read was over within the window", () -> {
                    long beforeTheWrite = System.nanoTime();
                    database.write(INSERT);
                    within.set(lastReason(database));
                    return System.nanoTime() - beforeTheWrite < window.toNanos();
                });
                assertThat(within).hasValue(Reason.NO_REPLICA_FRESH);
                Await.until("the window is over", () -> lastReason(database) == Reason.READ_ONLY_CONNECTION);
                assertThat(database.read(COUNT)).isPositive();
            });
        }
    }

    @Test
    void replicationResumed_ownWriteIsReadFromReplica() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            ConsistencyScope scope = ConsistencyScope.create();
            Routing.within(scope, () -> database.write(INSERT));

            Await.until(
                    "a replica has it",
                    () -> Routing.within(scope, () -> {
                        assertThat(database.read(COUNT)).isEqualTo(1);
                        return database.read("SELECT @@server_id") > 1;
                    }));
        }
    }

    @Test
    void pausedReplication_replicaLeavesRotationAndReturns() throws Exception {
        MariaDbServer paused = cluster.replicas().get(0);
        String name = RoutedDatabase.nameOf(paused);
        try (RoutedDatabase database =
                RoutedDatabase.over(cluster, builder -> builder.maxLag(Duration.ofMillis(500)))) {
            paused.pauseReplication();
            database.write(INSERT);

            Await.until("it is out", () -> database.status(name).state() == NodeState.LAGGING);
            for (int i = 0; i < 50; i++) {
                assertThat(database.read("SELECT @@server_id")).isNotEqualTo(paused.serverId());
            }
            assertThat(database.status(name).lag().orElseThrow()).isGreaterThan(Duration.ofMillis(500));

            paused.resumeReplication();
            Await.until("it serves again", () -> database.read("SELECT @@server_id") == paused.serverId());
        }
    }

    @Test
    void idlePrimary_lagStaysSmall() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.maxLag(Duration.ofSeconds(5)))) {
            for (int i = 0; i < 20; i++) {
                long moment = System.nanoTime();
                Await.until("all are known to be fresh as of later", () -> isFreshSince(database, moment));
            }
        }
    }

    private static boolean isFreshSince(RoutedDatabase database, long moment) {
        long now = System.nanoTime();
        return database.dataSource().inspect().replicas().stream().allMatch(replica -> {
            Duration lag = replica.lag().orElseThrow();
            return replica.state() == NodeState.UP
                    && lag.compareTo(Duration.ofSeconds(1)) < 0
                    && now - lag.toNanos() - moment > 0;
        });
    }

    @Test
    void reads_ofOneScope_neverGoBackInTime() throws Exception {
        MariaDbServer paused = cluster.replicas().get(0);
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            ConsistencyScope reader = ConsistencyScope.create();
            paused.pauseReplication();
            database.write(INSERT);
            assertThat(cluster.replicas().get(1).awaitPosition(cluster.primary().position(), Duration.ofSeconds(20)))
                    .isTrue();

            Routing.within(reader, () -> {
                Await.until("the write was seen", () -> database.read(COUNT) == 1);
                for (int i = 0; i < 100; i++) {
                    assertThat(database.read(COUNT)).isEqualTo(1);
                }
            });
        }
    }

    @Test
    void resumedScope_seesTheWriteOfAnotherInstance() throws Exception {
        try (RoutedDatabase one = RoutedDatabase.over(cluster);
                RoutedDatabase other = RoutedDatabase.over(cluster)) {
            cluster.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();
            Routing.within(scope, () -> one.write(INSERT));

            ConsistencyScope carried = ConsistencyScope.resume(scope.lastWrite().orElseThrow());

            assertThat(Routing.<Integer, SQLException>within(carried, () -> other.read(COUNT)))
                    .isEqualTo(1);
        }
    }

    /** Many users write and read at once, while replication stops and goes: no one may miss an own write. */
    @Test
    void manyUsers_withReplicationThatStutters_neverMissTheirOwnWrites() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.primaryFallback(8))) {
            AtomicInteger fromReplicas = new AtomicInteger();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> users = new ArrayList<>();
            for (int user = 0; user < 4; user++) {
                String name = "user" + user;
                users.add(threads.submit(() -> {
                    beUser(database, name, fromReplicas);
                    return null;
                }));
            }
            while (!users.stream().allMatch(Future::isDone)) {
                cluster.pauseReplication(cluster.replicas().get(0));
                cluster.resumeReplication();
            }
            for (Future<?> user : users) {
                user.get();
            }
            threads.shutdown();
            assertThat(fromReplicas.get()).isPositive();
        }
    }

    private static void beUser(RoutedDatabase database, String name, AtomicInteger fromReplicas) throws Exception {
        ConsistencyScope scope = ConsistencyScope.create();
        for (int letters = 1; letters <= 100; letters++) {
            int expected = letters;
            Routing.within(scope, () -> {
                database.write("INSERT INTO letter(text) VALUES('" + name + "')");
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setReadOnly(true);
                    int seen = RoutedDatabase.number(connection, COUNT + " WHERE text = '" + name + "'");
                    assertThat(seen).isEqualTo(expected);
                    var decision = connection.unwrap(RoutedConnectionInfo.class).lastDecision();
                    if (decision.orElseThrow().route() == Route.REPLICA) {
                        fromReplicas.incrementAndGet();
                    }
                }
            });
        }
    }

    private static Reason lastReason(RoutedDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            RoutedDatabase.serverId(connection);
            return connection
                    .unwrap(RoutedConnectionInfo.class)
                    .lastDecision()
                    .orElseThrow()
                    .reason();
        }
    }
}
