package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.testservers.PostgresCluster;
import io.cloakroom.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second dialect on real servers: a primary and two streaming replicas. */
final class PostgreSqlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String INSERT = "INSERT INTO entry(number) VALUES(1)";
    private static final String COUNT = "SELECT COUNT(*) FROM entry";
    private static final String IS_REPLICA = "SELECT CASE WHEN pg_is_in_recovery() THEN 1 ELSE 0 END";

    private final List<AutoCloseable> open = new ArrayList<>();
    private PostgresCluster cluster;

    @BeforeEach
    void start() {
        // another one if a test has killed a server
        cluster = PostgresCluster.shared();
        cluster.resumeReplication();
        WriteLoad.createTable(cluster.primary());
        cluster.primary().executeAsAdmin("GRANT ALL ON entry TO app");
        assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        cluster.resumeReplication();
    }

    @Test
    void reads_goToReplicas_andOwnWritesAreSeenWhileReplayIsPaused() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder);
        Await.until("a replica serves", () -> read(routed, IS_REPLICA) == 1);
        cluster.pauseReplication();
        ConsistencyScope scope = ConsistencyScope.create();

        Routing.within(scope, () -> {
            write(routed, INSERT);
            assertThat(read(routed, COUNT)).isEqualTo(1);
        });
        assertThat(read(routed, COUNT)).as("another user's read").isZero();

        cluster.resumeReplication();
        Await.until(
                "a replica has it",
                () -> Routing.<Boolean, SQLException>within(scope, () -> {
                    assertThat(read(routed, COUNT)).isEqualTo(1);
                    return read(routed, IS_REPLICA) == 1;
                }));
    }

    @ParameterizedTest(name = "positions at commit: {0}")
    @ValueSource(booleans = {false, true})
    void token_bindsAnotherInstance(boolean learnAtCommit) throws Exception {
        ReplicaRoutingDataSource one = routed(builder -> builder.learnAtCommit(learnAtCommit));
        ReplicaRoutingDataSource other = routed(builder -> builder);
        cluster.pauseReplication();
        ConsistencyScope scope = ConsistencyScope.create();
        Routing.within(scope, () -> inTransaction(one, INSERT));

        ConsistencyToken token = one.capture(scope).orElseThrow();

        assertThat(token.engine()).isEqualTo("postgresql");
        assertThat(scope.memory().writes().all() != null).isEqualTo(learnAtCommit);
        assertThat(Routing.<Integer, SQLException>within(other.resume(token), () -> read(other, COUNT)))
                .isEqualTo(1);
        assertThat(read(other, COUNT)).isZero();
        cluster.resumeReplication();
        Await.until(
                "a replica serves it",
                () -> Routing.<Boolean, SQLException>within(
                        other.resume(token), () -> read(other, COUNT) == 1 && read(other, IS_REPLICA) == 1));
    }

    /** The driver sends the commit, and the server rolls back: with and without the position, it is the same. */
    @Test
    void commit_ofAFailedTransaction_isWhatItIsWithTheDriver() throws Exception {
        ReplicaRoutingDataSource plain = routed(builder -> builder);
        ReplicaRoutingDataSource learning = routed(builder -> builder.learnAtCommit(true));
        try (Connection bare = cluster.primary().connect()) {
            String expected = commitAfterFailure(bare);

            assertThat(commitAfterFailure(plain.getConnection())).isEqualTo(expected);
            assertThat(commitAfterFailure(learning.getConnection())).isEqualTo(expected);
        }
        assertThat(cluster.primary().queryAsAdmin(COUNT)).isEqualTo("0");
    }

    private static String commitAfterFailure(Connection connection) throws SQLException {
        try (connection) {
            connection.setAutoCommit(false);
            RoutedDatabase.update(connection, INSERT);
            assertThatThrownBy(() -> RoutedDatabase.number(connection, "SELECT 1 / 0"))
                    .isInstanceOf(SQLException.class);
            try {
                connection.commit();
                return "committed";
            } catch (SQLException e) {
                connection.rollback();
                return "refused " + e.getSQLState();
            }
        }
    }

    @Test
    void write_thatOnlyTheReplicaRecognises_isTranslated() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder);
        Await.until("a replica serves", () -> read(routed, IS_REPLICA) == 1);

        assertThatThrownBy(() -> read(routed, "WITH x AS (INSERT INTO entry VALUES(1) RETURNING 1) SELECT * FROM x"))
                .isInstanceOf(ReadOnlyViolationException.class)
                .hasMessageContaining("refused a write");
    }

    /** SQLState 25006 from the primary may as well be the application's own doing. */
    @Test
    void readOnlyTransaction_thatTheApplicationBegan_isNotTakenForAFailover() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder);
        try (Connection connection = routed.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION READ ONLY");

            assertThatThrownBy(() -> statement.execute(INSERT))
                    .isInstanceOf(SQLException.class)
                    .isNotInstanceOf(PrimaryLostException.class)
                    .extracting(failure -> ((SQLException) failure).getSQLState())
                    .isEqualTo("25006");
            connection.rollback();
        }
        write(routed, INSERT);
        assertThat(routed.inspect().primary().state()).isEqualTo(NodeState.UP);
    }

    /** Its last words have SQLState 57P01, which is none of the connection exceptions. */
    @Test
    void backendTerminated_inTransaction_isNotCommitted() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder);
        try (Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            RoutedDatabase.update(connection, INSERT);
            int backend = RoutedDatabase.number(connection, "SELECT pg_backend_pid()");
            cluster.primary().queryAsAdmin("SELECT pg_terminate_backend(" + backend + ", 10000)");

            assertThatThrownBy(() -> RoutedDatabase.update(connection, INSERT))
                    .isInstanceOf(PrimaryLostException.class)
                    .extracting(lost -> ((PrimaryLostException) lost).outcome())
                    .isEqualTo(PrimaryLostException.Outcome.NOT_COMMITTED);
            connection.rollback();
            RoutedDatabase.update(connection, INSERT);
            connection.commit();
        }
        assertThat(cluster.primary().queryAsAdmin(COUNT)).isEqualTo("1");
    }

    @Test
    void replicaKilled_readsGoOn_andItIsReadmitted() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder);
        PostgresServer victim = cluster.replicas().get(0);
        victim.kill();
        Await.until("it is out", () -> state(routed, victim) == NodeState.DOWN);
        for (int i = 0; i < 100; i++) {
            assertThat(read(routed, IS_REPLICA)).isEqualTo(1);
        }

        victim.restart();
        Await.until("it is back", () -> state(routed, victim) == NodeState.UP);
    }

    @Test
    void primaryKilled_underWriteLoad_writesResumeAndNoneIsDoneTwice() throws Exception {
        ReplicaRoutingDataSource routed = routed(builder -> builder.primaryWait(PATIENCE));
        try (WriteLoad load = new WriteLoad(routed, 4)) {
            Await.until("writes run", () -> load.confirmed() > 200);
            cluster.primary().kill();
            // the other one could not follow a primary that has less than itself
            PostgresServer next = furthest();
            cluster.promote(next);

            int before = load.confirmed();
            Await.until("writes go on", () -> load.confirmed() > before + 200);
            System.out.println("PostgreSQL primary killed: " + load.check(next, true));
            assertThat(load.untyped()).isEmpty();
        }
        Await.until("the other replica follows", () -> read(routed, IS_REPLICA) == 1);
    }

    /** Functions of Aurora's names that return recorded figures. */
    @Test
    void auroraDialect_readsTheLagOfItsReader() throws Exception {
        cluster.primary()
                .executeAsAdmin(
                        "CREATE FUNCTION aurora_db_instance_identifier() RETURNS text LANGUAGE sql AS $$SELECT 'reader-1'$$",
                        "CREATE OR REPLACE FUNCTION aurora_replica_status() RETURNS TABLE(server_id text, session_id text,"
                                + " replica_lag_in_msec double precision) LANGUAGE sql AS $$VALUES"
                                + " ('writer', 'MASTER_SESSION_ID', NULL::double precision),"
                                + " ('reader-1', '7f0fa5d4-d5c6-43a4-9d34-3fa3b0e3c5d2', 18.5)$$");
        assertThat(cluster.awaitReplicas(PATIENCE)).isTrue();
        ReplicationDialect aurora = ReplicationDialect.auroraPostgreSql(Duration.ofSeconds(1));

        try (Connection reader = cluster.replicas().get(0).connect();
                Connection writer = cluster.primary().connect()) {
            long before = System.nanoTime();
            NodeReport report = aurora.report(reader, Route.REPLICA);
            long after = System.nanoTime();
            long position = ((Moment) report.position()).nanos();
            long lagAndMargin = 1_018_500_000;

            assertThat(report.writable()).isFalse();
            assertThat(position - (before - lagAndMargin)).isNotNegative();
            assertThat(position - (after - lagAndMargin)).isNotPositive();
            assertThat(aurora.report(writer, Route.PRIMARY).writable()).isTrue();
        }
    }

    private PostgresServer furthest() {
        return cluster.replicas().stream()
                .max((one, other) -> Long.compareUnsigned(received(one), received(other)))
                .orElseThrow();
    }

    private static long received(PostgresServer replica) {
        return LsnPosition.parse(replica.queryAsAdmin("SELECT pg_last_wal_receive_lsn()"))
                .bytes();
    }

    private static NodeState state(ReplicaRoutingDataSource routed, PostgresServer replica) {
        return routed.inspect().replicas().stream()
                .filter(status -> status.name().equals("replica-" + replica.serverId()))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private ReplicaRoutingDataSource routed(UnaryOperator<ReplicaRoutingBuilder> configuration) throws Exception {
        var builder = ReplicaRoutingDataSource.builder(pool(cluster.primary()));
        cluster.replicas().forEach(replica -> builder.replica("replica-" + replica.serverId(), pool(replica)));
        ReplicaRoutingDataSource routed = configuration.apply(builder).build();
        open.add(routed);
        Await.until(
                "all are up",
                () -> routed.inspect().replicas().stream().allMatch(replica -> replica.state() == NodeState.UP));
        return routed;
    }

    private HikariDataSource pool(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(6);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setConnectionTimeout(RoutedDatabase.POOL_TIMEOUT.toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        open.add(pool);
        return pool;
    }

    private static int read(ReplicaRoutingDataSource routed, String query) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            connection.setReadOnly(true);
            return RoutedDatabase.number(connection, query);
        }
    }

    private static void write(ReplicaRoutingDataSource routed, String sql) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            RoutedDatabase.update(connection, sql);
        }
    }

    private static void inTransaction(ReplicaRoutingDataSource routed, String sql) throws SQLException {
        try (Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            RoutedDatabase.update(connection, sql);
            connection.commit();
        }
    }
}
