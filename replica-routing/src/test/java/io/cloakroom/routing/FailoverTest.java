package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.routing.PrimaryLostException.Outcome;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primary changes, in the ways in which that happens. */
final class FailoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private MariaDbCluster cluster;

    @BeforeEach
    void start() {
        cluster = MariaDbCluster.start(2);
        WriteLoad.createTable(cluster.primary());
        assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void primaryDemoted_underWriteLoad_writesResumeOnThePromotedReplica() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        RoutingListener listener = new RoutingListener() {
            @Override
            public void onPrimaryLost(String primary) {
                heard.add("lost " + primary);
            }

            @Override
            public void onPrimaryChanged(String from, String to) {
                heard.add(from + " to " + to);
            }
        };
        try (RoutedDatabase database = RoutedDatabase.over(
                        cluster, builder -> builder.primaryWait(PATIENCE).listener(listener));
                WriteLoad load = new WriteLoad(database.dataSource(), 6)) {
            Await.until("writes run", () -> load.confirmed() > 200);

            MariaDbServer old = cluster.primary();
            demote(old);
            assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
            MariaDbServer next = cluster.replicas().get(0);
            cluster.promote(next);

            int before = load.confirmed();
            Await.until("writes go on", () -> load.confirmed() > before + 200);
            System.out.println("primary demoted: " + load.check(next, false));
            assertThat(load.untyped()).isEmpty();
            RoutingStatus status = database.dataSource().inspect();
            assertThat(status.primary().name()).isEqualTo(RoutedDatabase.nameOf(next));
            assertThat(status.primaryChanges()).isEqualTo(1);
            assertThat(heard).containsExactly("lost primary", "primary to " + RoutedDatabase.nameOf(next));

            cluster.rejoin(old);
            Await.until("the old primary serves reads", () -> database.read("SELECT @@server_id") == old.serverId());
        }
    }

    /** What RDS Multi-AZ looks like: the name leads elsewhere, and old connections to a server that takes no writes. */
    @Test
    void addressOfThePrimary_leadsToAnotherServer_writesResume() throws Exception {
        MariaDbServer old = cluster.primary();
        MariaDbServer standby = cluster.replicas().get(0);
        try (Relay relay = new Relay(old.port());
                HikariDataSource primary = pool(old, relay.port());
                HikariDataSource replica = pool(
                        cluster.replicas().get(1), cluster.replicas().get(1).port());
                ReplicaRoutingDataSource routed = ReplicaRoutingDataSource.builder(primary)
                        .replica("r", replica)
                        .primaryWait(PATIENCE)
                        .build();
                WriteLoad load = new WriteLoad(routed, 4)) {
            Await.until("writes run", () -> load.confirmed() > 200);

            demote(old);
            assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
            cluster.promote(standby);
            relay.leadTo(standby.port());

            int before = load.confirmed();
            Await.until("writes go on", () -> load.confirmed() > before + 200);
            System.out.println("address moved: " + load.check(standby, false));
            assertThat(load.untyped()).isEmpty();
            assertThat(routed.inspect().primaryChanges()).isZero();
            assertThat(routed.inspect().primary().state()).isEqualTo(NodeState.UP);
        }
    }

    /** The old server goes on answering reads: nobody may get to see them. */
    @Test
    @Tag("long")
    void addressOfThePrimary_leadsToAnotherServer_noReadComesFromTheOldOne() throws Exception {
        MariaDbServer old = cluster.primary();
        MariaDbServer standby = cluster.replicas().get(0);
        MariaDbServer other = cluster.replicas().get(1);
        try (Relay relay = new Relay(old.port());
                HikariDataSource primary = pool(old, relay.port());
                HikariDataSource replica = pool(other, other.port());
                ReplicaRoutingDataSource routed = ReplicaRoutingDataSource.builder(primary)
                        .replica("r", replica)
                        .primaryWait(PATIENCE)
                        .build();
                Connection held = routed.getConnection()) {
            assertThat(RoutedDatabase.serverId(held)).isEqualTo(old.serverId());
            Await.until(
                    "the pool is full of connections to the old server",
                    () -> primary.getHikariPoolMXBean().getTotalConnections() == 8);

            demote(old);
            cluster.promote(standby);
            relay.leadTo(standby.port());
            other.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();
            Routing.within(scope, () -> insert(routed));

            Routing.within(scope, () -> {
                for (int i = 0; i < 50; i++) {
                    try (Connection connection = routed.getConnection()) {
                        connection.setReadOnly(true);
                        assertThat(RoutedDatabase.number(connection, "SELECT COUNT(*) FROM entry"))
                                .isEqualTo(1);
                    }
                }
            });
            assertThat(RoutedDatabase.serverId(held)).isEqualTo(standby.serverId());
        }
    }

    private static void insert(ReplicaRoutingDataSource routed) throws SQLException {
        while (true) {
            try (Connection connection = routed.getConnection()) {
                RoutedDatabase.update(connection, "INSERT INTO entry(number) VALUES(1)");
                return;
            } catch (PrimaryLostException e) {
                assertThat(e.outcome()).isEqualTo(Outcome.NOT_COMMITTED);
            }
        }
    }

    @Test
    @Tag("long")
    void primaryKilled_underWriteLoad_writesResumeAndNoneIsDoneTwice() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.primaryWait(PATIENCE));
                WriteLoad load = new WriteLoad(database.dataSource(), 6)) {
            Await.until("writes run", () -> load.confirmed() > 200);

            cluster.primary().kill();
            MariaDbServer next = cluster.replicas().get(1);
            cluster.promote(next);

            int before = load.confirmed();
            Await.until("writes go on", () -> load.confirmed() > before + 200);
            System.out.println("primary killed: " + load.check(next, true));
            assertThat(load.untyped()).isEmpty();
        }
    }

    @Test
    @Tag("long")
    void primaryHangs_underWriteLoad_writesResumeAndNoneIsDoneTwice() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.impatient(cluster, builder -> builder.primaryWait(PATIENCE));
                WriteLoad load = new WriteLoad(database.dataSource(), 4)) {
            Await.until("writes run", () -> load.confirmed() > 200);

            cluster.primary().suspend();
            MariaDbServer next = cluster.replicas().get(0);
            cluster.promote(next);

            int before = load.confirmed();
            Await.until("writes go on", () -> load.confirmed() > before + 200);
            System.out.println("primary hangs: " + load.check(next, true));
            assertThat(load.untyped()).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void commit_thatGetsNoAnswer_isUnknown_andWhatWasNotSent_isNot() throws Exception {
        try (RoutedDatabase database =
                        RoutedDatabase.over(cluster, builder -> builder.primaryWait(Duration.ofMillis(500)));
                Connection committing = inTransaction(database);
                Connection writing = inTransaction(database);
                Connection alone = database.dataSource().getConnection();
                Connection late = database.dataSource().getConnection()) {
            RoutedDatabase.update(alone, "INSERT INTO entry(number) VALUES(7)");
            cluster.primary().kill();

            assertOutcome(committing::commit, Outcome.UNKNOWN, "08007");
            assertOutcome(
                    () -> RoutedDatabase.update(writing, "INSERT INTO entry(number) VALUES(8)"),
                    Outcome.NOT_COMMITTED,
                    "08006");
            assertOutcome(writing::commit, Outcome.NOT_COMMITTED, "08006");
            assertOutcome(
                    () -> RoutedDatabase.update(alone, "INSERT INTO entry(number) VALUES(9)"),
                    Outcome.UNKNOWN,
                    "08007");
            assertOutcome(
                    () -> RoutedDatabase.update(late, "INSERT INTO entry(number) VALUES(10)"),
                    Outcome.NOT_COMMITTED,
                    "08006");
        }
    }

    @Test
    void transaction_onADemotedPrimary_isRefusedAsNotCommitted() throws Exception {
        try (RoutedDatabase database =
                        RoutedDatabase.over(cluster, builder -> builder.primaryWait(Duration.ofMillis(500)));
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            RoutedDatabase.serverId(connection);
            demote(cluster.primary());

            assertOutcome(
                    () -> RoutedDatabase.update(connection, "INSERT INTO entry(number) VALUES(1)"),
                    Outcome.NOT_COMMITTED,
                    "08006");
            connection.rollback();
            assertThat(database.dataSource().inspect().primary().state()).isEqualTo(NodeState.LOST);
            assertOutcome(() -> database.write("INSERT INTO entry(number) VALUES(2)"), Outcome.NOT_COMMITTED, "08006");

            cluster.primary().executeAsAdmin("SET GLOBAL read_only=0");
            Await.until(
                    "it is the primary again",
                    () -> database.dataSource().inspect().primary().state() == NodeState.UP);
            database.write("INSERT INTO entry(number) VALUES(3)");
        }
        assertThat(cluster.primary().queryAsAdmin("SELECT GROUP_CONCAT(number) FROM app.entry"))
                .isEqualTo("3");
    }

    @Test
    @Tag("long")
    void demotedPrimary_replicaThatWasNeverReadOnly_doesNotTakeOver() throws Exception {
        cluster.replicas().get(0).executeAsAdmin("SET GLOBAL read_only=0");
        try (RoutedDatabase database =
                RoutedDatabase.over(cluster, builder -> builder.primaryWait(Duration.ofSeconds(1)))) {
            database.write("INSERT INTO entry(number) VALUES(1)");
            demote(cluster.primary());

            Await.until(
                    "it is missed",
                    () -> database.dataSource().inspect().primary().state() == NodeState.LOST);
            assertOutcome(() -> database.write("INSERT INTO entry(number) VALUES(2)"), Outcome.NOT_COMMITTED, "08006");
            assertThat(database.dataSource().inspect().primaryChanges()).isZero();
        }
    }

    /** The configuration is of yesterday. */
    @Test
    @Tag("long")
    void start_afterAFailover_findsThePrimary() throws Exception {
        MariaDbServer old = cluster.primary();
        MariaDbServer next = cluster.replicas().get(0);
        demote(old);
        cluster.promote(next);
        try (HikariDataSource primary = pool(old, old.port());
                HikariDataSource replica = pool(next, next.port());
                ReplicaRoutingDataSource routed = ReplicaRoutingDataSource.builder(primary)
                        .replica("next", replica)
                        .primaryWait(PATIENCE)
                        .build()) {
            Await.until("it is found", () -> routed.inspect().primary().name().equals("next"));
            try (Connection connection = routed.getConnection()) {
                RoutedDatabase.update(connection, "INSERT INTO entry(number) VALUES(1)");
            }
        }
        assertThat(next.queryAsAdmin("SELECT COUNT(*) FROM entry")).isEqualTo("1");
    }

    /** A replica on which nobody has set read_only takes writes, but it was not promoted. */
    @Test
    @Tag("long")
    void primaryDown_replicaThatWasNeverReadOnly_doesNotTakeOver() throws Exception {
        cluster.replicas().forEach(replica -> replica.executeAsAdmin("SET GLOBAL read_only=0"));
        try (RoutedDatabase database =
                RoutedDatabase.over(cluster, builder -> builder.primaryWait(Duration.ofSeconds(2)))) {
            cluster.primary().kill();
            Await.until(
                    "it is missed",
                    () -> database.dataSource().inspect().primary().state() == NodeState.LOST);

            assertOutcome(() -> database.write("INSERT INTO entry(number) VALUES(1)"), Outcome.NOT_COMMITTED, "08006");
            assertThat(database.dataSource().inspect().primaryChanges()).isZero();
            assertThat(database.dataSource().inspect().primary().name()).isEqualTo("primary");
        }
    }

    @Test
    void replicaAheadOfThePrimary_hasDiverged_untilItIsRebuilt() {
        ReplicaHealth health = new ReplicaHealth(new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)));
        health.applied(GtidPosition.parse("0-1-45"));
        assertThat(health.compared(System.nanoTime() - Duration.ofHours(1).toNanos(), GtidPosition.parse("0-2-1")))
                .as("the primary was asked before")
                .isFalse();
        health.follow();
        long later = System.nanoTime() + 1;

        assertThat(health.compared(later, GtidPosition.parse("0-1-44")))
                .as("it had more before the promotion")
                .isTrue();
        assertThat(health.compared(later, GtidPosition.parse("0-2-46")))
                .as("no news")
                .isFalse();
        assertThat(health.isDiverged()).as("the primary has written more").isTrue();

        health.failed();
        health.answered();
        assertThat(health.isDiverged()).as("it was merely out of reach").isTrue();
        health.failed();
        health.applied(GtidPosition.parse("0-2-46"));
        health.answered();
        assertThat(health.isDiverged()).as("it was rebuilt").isFalse();
    }

    @Test
    void replicaThatHasDiverged_isComparedAnewWithAnotherPrimary() {
        ReplicaHealth health = new ReplicaHealth(new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)));
        health.applied(GtidPosition.parse("0-1-45"));
        assertThat(health.compared(System.nanoTime() + 1, GtidPosition.parse("0-1-44")))
                .isTrue();

        health.follow();

        assertThat(health.isDiverged()).isFalse();
        assertThat(health.compared(System.nanoTime() + 1, GtidPosition.parse("0-1-45")))
                .isFalse();
    }

    /** A write reached one replica, the other was promoted: what the first has of it must not be shown. */
    @Test
    @Tag("long")
    void replicaWithALostWrite_servesNoReads_howeverMuchTheNewPrimaryWrites() throws Exception {
        MariaDbServer next = cluster.replicas().get(0);
        MariaDbServer ahead = cluster.replicas().get(1);
        try (RoutedDatabase database = RoutedDatabase.over(cluster, builder -> builder.primaryWait(PATIENCE))) {
            next.executeAsAdmin("STOP SLAVE");
            database.write("INSERT INTO entry(number) VALUES(1)");
            assertThat(ahead.awaitPosition(cluster.primary().position(), PATIENCE))
                    .isTrue();
            Await.until(
                    "it is known how far it is",
                    () -> database.status(RoutedDatabase.nameOf(ahead))
                                            .lag()
                                            .orElseThrow()
                                            .toMillis()
                                    < 500
                            && ahead.position().equals(cluster.primary().position()));
            cluster.primary().kill();
            cluster.promote(next);
            Await.until(
                    "it is found out",
                    () -> database.status(RoutedDatabase.nameOf(ahead)).state() == NodeState.DIVERGED);

            for (int number = 2; number < 12; number++) {
                database.write("INSERT INTO entry(number) VALUES(" + number + ")");
                assertThat(database.read("SELECT COUNT(*) FROM entry WHERE number = 1"))
                        .isZero();
            }
            assertThat(database.status(RoutedDatabase.nameOf(ahead)).state()).isEqualTo(NodeState.DIVERGED);
        }
    }

    private static void demote(MariaDbServer server) {
        server.executeAsAdmin("SET GLOBAL read_only=1");
    }

    private static Connection inTransaction(RoutedDatabase database) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        RoutedDatabase.update(connection, "INSERT INTO entry(number) VALUES(5)");
        return connection;
    }

    private static void assertOutcome(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable work, Outcome outcome, String state) {
        assertThatThrownBy(work)
                .isInstanceOf(PrimaryLostException.class)
                .asInstanceOf(type(PrimaryLostException.class))
                .satisfies(lost -> {
                    assertThat(lost.outcome()).as(lost.getMessage()).isEqualTo(outcome);
                    assertThat(lost.getSQLState()).isEqualTo(state);
                });
    }

    private static HikariDataSource pool(MariaDbServer server, int port) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl().replace(":" + server.port(), ":" + port));
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(8);
        pool.setConnectionTimeout(RoutedDatabase.POOL_TIMEOUT.toMillis());
        return pool;
    }
}
