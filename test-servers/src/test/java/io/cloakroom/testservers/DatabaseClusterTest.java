package io.cloakroom.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both databases do, once on each. */
final class DatabaseClusterTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    enum Engine {
        MARIADB,
        POSTGRES;

        DatabaseCluster<?> start(int replicas) {
            return this == MARIADB ? MariaDbCluster.start(replicas) : PostgresCluster.start(replicas);
        }
    }

    @ParameterizedTest
    @EnumSource
    void start_replicas_followAndRefuseWrites(Engine engine) throws Exception {
        try (var cluster = engine.start(2)) {
            write(cluster.primary(), "CREATE TABLE coat (id INT PRIMARY KEY)", "INSERT INTO coat VALUES (1)");
            assertThat(cluster.awaitReplicas(SOON)).isTrue();
            assertThat(cluster.replicas()).hasSize(2).allMatch(replica -> coats(replica) == 1);
            for (DatabaseServer replica : cluster.replicas()) {
                assertThatThrownBy(() -> write(replica, "INSERT INTO coat VALUES (2)"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("read-only");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void pauseReplication_write_arrivesAfterResume(Engine engine) throws Exception {
        try (var cluster = engine.start(2)) {
            DatabaseServer paused = cluster.replicas().get(0);
            write(cluster.primary(), "CREATE TABLE coat (id INT PRIMARY KEY)");
            assertThat(cluster.awaitReplicas(SOON)).isTrue();
            cluster.pauseReplication(paused);
            write(cluster.primary(), "INSERT INTO coat VALUES (1)");
            String position = cluster.primary().position();
            assertThat(cluster.replicas().get(1).awaitPosition(position, SOON)).isTrue();
            assertThat(paused.awaitPosition(position, Duration.ofMillis(100))).isFalse();
            assertThat(coats(paused)).isZero();
            cluster.resumeReplication();
            assertThat(cluster.awaitReplicas(SOON)).isTrue();
            assertThat(coats(paused)).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void restartAndAddReplica_afterWrites_catchUp(Engine engine) throws Exception {
        try (var cluster = engine.start(1)) {
            DatabaseServer replica = cluster.replicas().get(0);
            write(cluster.primary(), "CREATE TABLE coat (id INT PRIMARY KEY)");
            replica.kill();
            write(cluster.primary(), "INSERT INTO coat VALUES (1)");
            replica.restart();
            cluster.primary().restart();
            DatabaseServer added = cluster.addReplica();
            assertThat(cluster.awaitReplicas(SOON)).isTrue();
            assertThat(coats(replica)).isOne();
            assertThat(coats(added)).isOne();
        }
    }

    @Test
    void promote_primaryDead_othersFollowAndItRejoins_mariaDb() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(2)) {
            promoteAndRejoin(cluster);
        }
    }

    @Test
    void promote_primaryDead_othersFollowAndItRejoins_postgres() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(2)) {
            promoteAndRejoin(cluster);
        }
    }

    @Test
    void close_running_leavesNothing() {
        PostgresCluster cluster = PostgresCluster.start(0);
        PostgresServer server = cluster.primary();
        server.suspend();
        cluster.close();
        assertThat(Gone.within(SOON, server.pid())).isTrue();
        assertThat(FreePort.isFree(server.port())).isTrue();
        assertThat(server.process().folder()).doesNotExist();
    }

    @Test
    void start_negativeReplicas_isRefused() {
        assertThatThrownBy(() -> MariaDbCluster.start(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replicas");
    }

    private static <S extends DatabaseServer> void promoteAndRejoin(DatabaseCluster<S> cluster) throws SQLException {
        S old = cluster.primary();
        S next = cluster.replicas().get(0);
        write(old, "CREATE TABLE coat (id INT PRIMARY KEY)");
        assertThat(cluster.awaitReplicas(SOON)).isTrue();
        old.kill();
        cluster.promote(next);
        assertThat(cluster.primary()).isSameAs(next);
        write(next, "INSERT INTO coat VALUES (1)");
        cluster.rejoin(old);
        assertThat(cluster.awaitReplicas(SOON)).isTrue();
        assertThat(cluster.replicas()).hasSize(2).contains(old).allMatch(replica -> coats(replica) == 1);
        assertThatThrownBy(() -> write(old, "INSERT INTO coat VALUES (2)")).isInstanceOf(SQLException.class);
    }

    private static int coats(DatabaseServer server) {
        return Integer.parseInt(server.queryAsAdmin("SELECT COUNT(*) FROM coat"));
    }

    private static void write(DatabaseServer server, String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
