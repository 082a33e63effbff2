package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The lines that the README shows. */
final class QuickStartTest {

    @Test
    void lines_ofTheReadme_work() throws Exception {
        MariaDbCluster cluster = MariaDbCluster.shared();
        cluster.primary().executeAsAdmin("CREATE OR REPLACE TABLE app.wish(item VARCHAR(20))");
        try (var primaryPool = pool(cluster.primary());
                var firstPool = pool(cluster.replicas().get(0));
                var secondPool = pool(cluster.replicas().get(1))) {
            // tag::quick-start[]
            var dataSource = ReplicaRoutingDataSource.builder(primaryPool)
                    .replica("az1", firstPool)
                    .replica("az2", secondPool)
                    .build();

            ConsistencyScope user = ConsistencyScope.create(); // one for each user's session
            Routing.within(user, () -> {
                execute(dataSource, "INSERT INTO wish VALUES('scarf')"); // on the primary
                int wishes = Routing.readOnly(() -> count(dataSource, "wish")); // on a replica that has the scarf
                assertThat(wishes).isEqualTo(1);
            });
            // end::quick-start[]
            dataSource.close();
        }
    }

    private static HikariDataSource pool(MariaDbServer server) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(3);
        return pool;
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DataSource dataSource, String table) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
