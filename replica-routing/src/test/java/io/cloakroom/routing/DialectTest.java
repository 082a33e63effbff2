package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialects for which no server can be started here, against recorded values; and the one that suits any server. */
final class DialectTest {

    private static final String SOURCE = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String OTHER = "b0a7a5c2-0f0c-11ee-8d0a-0242ac110002";

    @Test
    void mySqlGtidSet_ofTheServersForm_isRead() {
        // as gtid_executed is shown, with a line break after each comma
        MySqlGtidSet set = MySqlGtidSet.parse(SOURCE + ":1-5:11-18,\n" + OTHER + ":1");

        assertThat(set.text()).isEqualTo(SOURCE + ":1-5:11-18," + OTHER + ":1");
        assertThat(MySqlGtidSet.parse(set.text())).isEqualTo(set);
        assertThat(MySqlGtidSet.parse("")).isEqualTo(MySqlGtidSet.parse("\n"));
    }

    @Test
    void mySqlGtidSet_coversItsSubsets() {
        MySqlGtidSet set = MySqlGtidSet.parse(SOURCE + ":1-5:11-18," + OTHER + ":1-3");

        assertThat(set.covers(MySqlGtidSet.parse(SOURCE + ":2-4:12"))).isTrue();
        assertThat(set.covers(MySqlGtidSet.parse(""))).isTrue();
        assertThat(set.covers(MySqlGtidSet.parse(SOURCE + ":1-6"))).isFalse();
        assertThat(set.covers(MySqlGtidSet.parse(SOURCE + ":5-11"))).isFalse();
        assertThat(set.covers(MySqlGtidSet.parse(OTHER + ":4"))).isFalse();
        assertThat(MySqlGtidSet.parse("").covers(set)).isFalse();
        assertThat(set.covers(GtidPosition.parse(""))).isFalse();
    }

    @Test
    void mySqlGtidSet_withNeighbouringIntervals_joinsThem() {
        assertThat(MySqlGtidSet.parse(SOURCE + ":4-6:1-3:5").text()).isEqualTo(SOURCE + ":1-6");
    }

    @Test
    void mySqlGtidSet_withTags_keepsThemApart() {
        MySqlGtidSet set = MySqlGtidSet.parse(SOURCE + ":1-3:batch:1-2");

        assertThat(set.covers(MySqlGtidSet.parse(SOURCE + ":batch:1-2"))).isTrue();
        assertThat(set.covers(MySqlGtidSet.parse(SOURCE + ":batch:3"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ":1", SOURCE, SOURCE + ":", SOURCE + ":5-3", SOURCE + ":1-", SOURCE + ":-1"})
    void mySqlGtidSet_garbage_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MySqlGtidSet.parse(text));
    }

    @Test
    void mySqlDialect_reportsRoleAndPosition() throws SQLException {
        assertThat(MySqlDialect.report(Route.REPLICA, true, "ON", SOURCE + ":1-5"))
                .isEqualTo(new NodeReport(false, MySqlGtidSet.parse(SOURCE + ":1-5")));
        assertThat(MySqlDialect.report(Route.PRIMARY, false, "ON", null).writable())
                .isTrue();
        assertThatThrownBy(() -> MySqlDialect.report(Route.PRIMARY, false, "ON", "?"))
                .isInstanceOf(SQLException.class);
    }

    /** As the server is by default: empty sets, of which each covers the other. */
    @ParameterizedTest
    @ValueSource(strings = {"OFF", "OFF_PERMISSIVE", "ON_PERMISSIVE"})
    void mySqlDialect_ofAPrimaryWithoutGtids_refusesToTellAPosition(String mode) throws SQLException {
        assertThatThrownBy(() -> MySqlDialect.report(Route.PRIMARY, false, mode, ""))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("set gtid_mode=ON");
        assertThat(MySqlDialect.report(Route.PRIMARY, true, mode, "").writable())
                .as("a demoted primary tells its role")
                .isFalse();
        assertThat(MySqlDialect.report(Route.REPLICA, true, mode, "").writable())
                .isFalse();
    }

    /** Reads stay on the primary, which goes on taking writes: it has answered. */
    @Test
    void positionThatCannotBeTold_leavesReadsAndWritesOnThePrimary() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(1)) {
            WriteLoad.createTable(cluster.primary());
            assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
            AtomicInteger refused = new AtomicInteger();
            ReplicationDialect withoutPosition = (node, takenFor) -> {
                if (takenFor == Route.PRIMARY) {
                    refused.incrementAndGet();
                    return MySqlDialect.report(takenFor, false, "OFF", "");
                }
                return MySqlDialect.report(takenFor, true, "OFF", "");
            };
            try (RoutedDatabase database =
                    RoutedDatabase.starting(cluster, builder -> builder.dialect(withoutPosition))) {
                Await.until("the primary was asked", () -> refused.get() > 3);

                database.write("INSERT INTO entry(number) VALUES(1)");
                assertThat(database.read("SELECT COUNT(*) FROM entry")).isEqualTo(1);
                assertThat(database.read("SELECT @@server_id")).isEqualTo(1);
            }
        }
    }

    @Test
    void mySqlDialect_knowsARefusal() {
        ReplicationDialect mySql = ReplicationDialect.mySql();

        assertThat(mySql.isReadOnlyRefusal(new SQLException(
                        "The MySQL server is running with the --read-only option so it cannot execute this statement",
                        "HY000",
                        1290)))
                .isTrue();
        assertThat(mySql.isReadOnlyRefusal(new SQLException(
                        "The MySQL server is running with the --super-read-only option so it cannot execute this"
                                + " statement",
                        "HY000",
                        1290)))
                .isTrue();
        assertThat(mySql.isReadOnlyRefusal(new SQLException(
                        "The MySQL server is running with the --secure-file-priv option so it cannot execute this"
                                + " statement",
                        "HY000",
                        1290)))
                .isFalse();
    }

    @Test
    void auroraDialect_takesAReaderToBeBehindByItsLagAndTheMargin() throws SQLException {
        AuroraDialect aurora = new AuroraDialect(AuroraDialect.Flavour.MYSQL, Duration.ofSeconds(1));

        assertThat(aurora.report(true, 19.5, Route.REPLICA, 2_000_000_000L))
                .isEqualTo(new NodeReport(false, new Moment(980_500_000L)));
        assertThat(aurora.report(false, null, Route.PRIMARY, 7)).isEqualTo(new NodeReport(true, new Moment(7)));
        assertThat(aurora.report(true, null, Route.PRIMARY, 7).writable()).isFalse();
        assertThat(aurora.report(false, null, Route.REPLICA, 0).writable()).isTrue();
        assertThatThrownBy(() -> aurora.report(true, null, Route.REPLICA, 0)).isInstanceOf(SQLException.class);
    }

    @Test
    void heartbeat_onRealServers_followsOwnWritesAndSendsTokens() throws Exception {
        try (MariaDbCluster cluster = MariaDbCluster.start(1)) {
            cluster.primary()
                    .executeAsAdmin(
                            "CREATE TABLE app.heart(beat BIGINT NOT NULL)",
                            "INSERT INTO app.heart VALUES(0)",
                            "CREATE TABLE app.note(text VARCHAR(9))");
            assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
            try (RoutedDatabase one = heartbeat(cluster);
                    RoutedDatabase other = heartbeat(cluster)) {
                cluster.pauseReplication();
                ConsistencyScope scope = ConsistencyScope.create();
                Routing.within(scope, () -> {
                    one.write("INSERT INTO note VALUES('x')");
                    assertThat(one.read("SELECT COUNT(*) FROM note")).isEqualTo(1);
                });
                ConsistencyToken token = one.dataSource().capture(scope).orElseThrow();
                assertThat(token.engine()).isEqualTo("heartbeat");
                ConsistencyScope resumed = other.dataSource().resume(token);
                assertThat(Routing.<Integer, SQLException>within(
                                resumed, () -> other.read("SELECT COUNT(*) FROM note")))
                        .isEqualTo(1);

                cluster.resumeReplication();
                Await.until(
                        "the replica has it",
                        () -> Routing.<Boolean, SQLException>within(
                                resumed, () -> other.read("SELECT @@server_id") == 2));
            }
        }
    }

    private static RoutedDatabase heartbeat(MariaDbCluster cluster) throws Exception {
        return RoutedDatabase.over(cluster, builder -> builder.dialect(ReplicationDialect.heartbeat("heart")));
    }

    @Test
    void settings_outOfRange_areRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicationDialect.heartbeat("heart; DROP TABLE x"))
                .withMessageContaining("table");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicationDialect.auroraMySql(Duration.ZERO))
                .withMessageContaining("margin");
    }
}
