package io.cloakroom.routing.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.routing.Decision;
import io.cloakroom.routing.ReplicaRoutingDataSource;
import io.cloakroom.routing.Route;
import io.cloakroom.routing.RoutingListener;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class RoutingMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RoutingMeters meters = RoutingMeters.in(registry, "app", "shop");

    @Test
    void statements_onRealServers_areCountedByNodeAndReason() throws Exception {
        MariaDbCluster cluster = MariaDbCluster.shared();
        try (HikariDataSource primary = pool(cluster.primary());
                HikariDataSource replica = pool(cluster.replicas().get(0));
                ReplicaRoutingDataSource dataSource = ReplicaRoutingDataSource.builder(primary)
                        .replica("az1", replica)
                        .listener(RoutingListener.all(meters, RoutingListener.none()))
                        .build()) {
            meters.watch(dataSource);
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DO 1");
                statement.execute("DO 2");
            }

            assertThat(registry.get("cloakroom.routing.decisions")
                            .tags("app", "shop", "node", "primary", "route", "primary", "reason", "default")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(registry.get("cloakroom.routing.up")
                            .tag("node", "primary")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.get("cloakroom.routing.outstanding")
                            .tag("node", "az1")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(registry.find("cloakroom.routing.lag").gauges()).hasSize(2);
            assertThat(registry.get("cloakroom.routing.fallbacks")
                            .functionCounter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void outages_areCountedByNode() {
        meters.onReplicaDown("az1", new SQLException("gone"));
        meters.onReplicaUp("az1");
        meters.onPrimaryLost("primary");

        for (String name : new String[] {"replica.down", "replica.back", "primary.lost"}) {
            assertThat(registry.get("cloakroom.routing." + name).counter().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void in_withATagWithoutAValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RoutingMeters.in(registry, "app"));
    }

    @Test
    void explanation_isASentence() {
        assertThat(new Decision("az1", Route.REPLICA, Decision.Reason.READ_ONLY_CONNECTION).explanation())
                .isEqualTo("az1 (replica): Connection.setReadOnly(true) asked for a replica");
        for (Decision.Reason reason : Decision.Reason.values()) {
            assertThat(new Decision("n", Route.PRIMARY, reason).explanation()).matches("n \\(primary\\): \\w.+");
        }
    }

    private static HikariDataSource pool(MariaDbServer server) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setMaximumPoolSize(2);
        return pool;
    }
}
