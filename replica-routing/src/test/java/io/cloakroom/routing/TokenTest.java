package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakroom.routing.Decision.Reason;
import io.cloakroom.testservers.MariaDbCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes on one instance, reads on another that has nothing of the first but a token. */
final class TokenTest {

    private static final String INSERT = "INSERT INTO parcel(text) VALUES('x')";
    private static final String COUNT = "SELECT COUNT(*) FROM parcel";

    private static MariaDbCluster cluster;
    private static RoutedDatabase one;
    private static RoutedDatabase other;

    @BeforeAll
    static void start() throws Exception {
        cluster = MariaDbCluster.start(2);
        one = RoutedDatabase.over(cluster);
        other = RoutedDatabase.over(cluster);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
        cluster.close();
    }

    @BeforeEach
    void empty() throws Exception {
        one.table("parcel", "(id INT PRIMARY KEY AUTO_INCREMENT, text VARCHAR(9))");
    }

    @AfterEach
    void resume() {
        cluster.resumeReplication();
    }

    @Test
    void capture_ofAScopeWithoutWrites_isEmpty() throws Exception {
        ConsistencyScope scope = ConsistencyScope.create();
        Routing.within(scope, () -> one.read(COUNT));

        assertThat(one.dataSource().capture(scope)).isEmpty();
    }

    @Test
    void resume_whileReplicationIsPaused_readsFromPrimary() throws Exception {
        cluster.pauseReplication();
        ConsistencyToken token = writtenOn(one);

        assertThat(token.engine()).isEqualTo("mariadb");
        assertThat(readOn(other, token)).isEqualTo(1);
        assertThat(other.read(COUNT)).as("without the token").isZero();
    }

    @Test
    void resume_afterReplicasHaveIt_readsFromReplica() throws Exception {
        ConsistencyToken token = writtenOn(one);

        Await.until("a replica serves it", () -> {
            ConsistencyScope scope = other.dataSource().resume(token);
            return Routing.within(scope, () -> {
                assertThat(other.read(COUNT)).isEqualTo(1);
                return other.read("SELECT @@server_id") > 1;
            });
        });
    }

    @Test
    void capture_withoutAWriteOfItsOwn_passesTheTokenOn() throws Exception {
        ConsistencyToken first = writtenOn(one);

        ConsistencyToken second =
                other.dataSource().capture(other.dataSource().resume(first)).orElseThrow();

        assertThat(second.position()).isEqualTo(first.position());
    }

    @ParameterizedTest(name = "in a transaction: {0}")
    @ValueSource(booleans = {false, true})
    void learnAtCommit_tokenHoldsTheTransactionsOwnPosition(boolean inTransaction) throws Exception {
        try (RoutedDatabase learning = RoutedDatabase.over(cluster, builder -> builder.learnAtCommit(true))) {
            cluster.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();
            Routing.within(scope, () -> insert(learning, inTransaction));
            ConsistencyToken token = learning.dataSource().capture(scope).orElseThrow();

            assertThat(token.position()).isEqualTo(cluster.primary().position());
            assertThat(readOn(other, token)).isEqualTo(1);
            assertThat(scope.memory().writes().all() != null).isEqualTo(inTransaction);
        }
    }

    /** The session's last GTID is of a transaction before the scope's write. */
    @Test
    void learnAtCommit_ofATransactionThatLoggedNothing_coversTheScopesEarlierWrite() throws Exception {
        try (RoutedDatabase learning = RoutedDatabase.over(cluster, builder -> builder.learnAtCommit(true));
                Connection earlier = learning.dataSource().getConnection()) {
            earlier.setAutoCommit(false);
            RoutedDatabase.update(earlier, INSERT);
            earlier.commit();
            assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
            cluster.pauseReplication();
            ConsistencyScope scope = ConsistencyScope.create();

            Routing.within(scope, () -> {
                learning.write(INSERT);
                assertThat(RoutedDatabase.number(earlier, COUNT)).isEqualTo(2);
                earlier.commit();
                assertThat(scope.memory().writes().all()).isNotNull();
                for (int i = 0; i < 20; i++) {
                    assertThat(learning.read(COUNT)).isEqualTo(2);
                }
            });
        }
    }

    @Test
    void resume_ofAnExpiredToken_bindsNothing() throws Exception {
        try (RoutedDatabase forgetful = RoutedDatabase.over(
                cluster, builder -> builder.maxLag(Duration.ofSeconds(20)).tokenTimeToLive(Duration.ofSeconds(20)))) {
            cluster.pauseReplication();
            ConsistencyToken token = writtenOn(one);
            ConsistencyToken old =
                    new ConsistencyToken(token.engine(), Instant.now().minusSeconds(21), token.position());

            assertThat(readOn(forgetful, token)).isEqualTo(1);
            assertThat(readOn(forgetful, old)).isZero();
        }
    }

    @Test
    void resume_ofATokenThatCarriesATime_allowsForClocksThatDiffer() throws Exception {
        cluster.pauseReplication();
        one.write(INSERT);
        // the other instance's clock was half a second behind
        ConsistencyToken token = ConsistencyToken.at(Instant.now().minusMillis(500));

        assertThat(readOn(other, token)).isEqualTo(1);
    }

    @Test
    void resume_ofAnotherEngine_isRefused() {
        ConsistencyToken foreign = new ConsistencyToken("postgresql", Instant.now(), "0/1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.dataSource().resume(foreign))
                .withMessageContaining("postgresql");
    }

    @Test
    void capture_withADialectWithoutPositions_carriesTheTime() throws Exception {
        try (RoutedDatabase assuming = RoutedDatabase.over(
                cluster, builder -> builder.dialect(ReplicationDialect.fixedWindow(Duration.ofSeconds(3))))) {
            ConsistencyToken token = writtenOn(assuming);

            assertThat(token.isTime()).isTrue();
            assertThat(Duration.between(token.writtenAt(), Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void token_ofAPositionThatNobodyReaches_leavesReadsOnThePrimary() throws Exception {
        ConsistencyToken lost = new ConsistencyToken("mariadb", Instant.now(), "0-1-999999");
        ConsistencyScope scope = other.dataSource().resume(lost);

        assertThat(Routing.<Integer, SQLException>within(scope, () -> other.read("SELECT @@server_id")))
                .isEqualTo(1);
        assertThat(Routing.<Integer, SQLException>within(
                        scope, () -> Routing.staleOk(() -> other.read("SELECT @@server_id"))))
                .isGreaterThan(1);
    }

    @Test
    void staleOk_afterAnOwnWrite_readsOldDataAndBindsNothing() throws Exception {
        cluster.pauseReplication();
        ConsistencyScope scope = ConsistencyScope.create();

        Routing.within(scope, () -> {
            one.write(INSERT);
            assertThat(Routing.<Integer, SQLException>staleOk(() -> one.read(COUNT)))
                    .isZero();
            assertThat(one.read(COUNT)).isEqualTo(1);
        });
    }

    @Test
    void staleOk_withReplicasBeyondTheLag_readsFromThemAndSaysSo() throws Exception {
        try (RoutedDatabase strict = RoutedDatabase.over(cluster, builder -> builder.maxLag(Duration.ofMillis(300)))) {
            cluster.pauseReplication();
            strict.write(INSERT);
            Await.until(
                    "all are behind",
                    () -> strict.dataSource().inspect().replicas().stream()
                            .allMatch(replica -> replica.state() == NodeState.LAGGING));

            Routing.staleOk(() -> {
                try (Connection connection = strict.dataSource().getConnection()) {
                    connection.setReadOnly(true);
                    assertThat(RoutedDatabase.number(connection, COUNT)).isZero();
                    assertThat(connection
                                    .unwrap(RoutedConnectionInfo.class)
                                    .lastDecision()
                                    .orElseThrow()
                                    .reason())
                            .isEqualTo(Reason.STALE_OK);
                }
            });
        }
    }

    private static ConsistencyToken writtenOn(RoutedDatabase instance) throws Exception {
        ConsistencyScope scope = ConsistencyScope.create();
        Routing.within(scope, () -> instance.write(INSERT));
        ConsistencyToken token = instance.dataSource().capture(scope).orElseThrow();
        return ConsistencyToken.parse(token.text());
    }

    private static int readOn(RoutedDatabase instance, ConsistencyToken token) throws Exception {
        return Routing.<Integer, SQLException>within(instance.dataSource().resume(token), () -> instance.read(COUNT));
    }

    private static void insert(RoutedDatabase instance, boolean inTransaction) throws SQLException {
        try (Connection connection = instance.dataSource().getConnection()) {
            connection.setAutoCommit(!inTransaction);
            RoutedDatabase.update(connection, INSERT);
            if (inTransaction) {
                connection.commit();
            }
        }
    }
}
