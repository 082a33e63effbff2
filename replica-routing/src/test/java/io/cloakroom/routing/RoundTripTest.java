package io.cloakroom.routing;

import static io.cloakroom.routing.RoutedDatabase.number;
import static io.cloakroom.routing.RoutedDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts what the servers were sent by their general log, in which the polls can be told from the rest. */
final class RoundTripTest {

    private static MariaDbCluster cluster;

    @BeforeAll
    static void start() {
        cluster = MariaDbCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void readOnlyTransaction_withOneSelect_costsTwoCommands() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            assertThat(commands(() -> readInTransaction(database))).containsExactly("SELECT 42", "COMMIT");
        }
    }

    @Test
    void readOnlyTransaction_overPoolsInAutocommitMode_costsTwoMore() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.overAutoCommitPools(cluster)) {
            assertThat(commands(() -> readInTransaction(database)))
                    .containsExactly("set autocommit=0", "SELECT 42", "COMMIT", "set autocommit=1");
        }
    }

    @Test
    void transactionWithoutStatement_costsNothing() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            List<String> commands = commands(() -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    connection.commit();
                    connection.setAutoCommit(true);
                    connection.setReadOnly(false);
                }
            });
            assertThat(commands).isEmpty();
        }
    }

    @Test
    void readAfterOwnWrite_costsNoCommandOnItsConnection() throws Exception {
        cluster.primary().executeAsAdmin("CREATE OR REPLACE TABLE app.note(text VARCHAR(20))");
        try (RoutedDatabase database = RoutedDatabase.over(cluster)) {
            ConsistencyScope scope = ConsistencyScope.create();
            List<String> commands = commands(() -> Routing.within(scope, () -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    update(connection, "INSERT INTO note VALUES('mine')");
                    connection.commit();
                }
                readInTransaction(database);
            }));
            assertThat(commands).containsExactly("INSERT INTO note VALUES('mine')", "COMMIT", "SELECT 42", "COMMIT");
        }
    }

    /** As Spring's transaction manager does it. */
    private static void readInTransaction(RoutedDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertThat(number(connection, "SELECT 42")).isEqualTo(42);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    private static List<String> commands(Work work) throws Exception {
        List<MariaDbServer> servers = new ArrayList<>(cluster.replicas());
        servers.add(0, cluster.primary());
        for (MariaDbServer server : servers) {
            server.executeAsAdmin(
                    "SET GLOBAL log_output='TABLE'", "TRUNCATE mysql.general_log", "SET GLOBAL general_log=ON");
        }
        work.run();
        List<String> commands = new ArrayList<>();
        for (MariaDbServer server : servers) {
            server.executeAsAdmin("SET GLOBAL general_log=OFF");
            commands.addAll(logged(server));
        }
        return commands;
    }

    private static List<String> logged(MariaDbServer server) throws SQLException {
        List<String> commands = new ArrayList<>();
        try (Connection connection = server.connectAsAdmin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT argument FROM mysql.general_log"
                        + " WHERE user_host LIKE 'app%' AND command_type IN ('Query', 'Execute', 'Prepare', 'Ping')"
                        + " AND argument NOT LIKE '%@@gtid%' ORDER BY event_time")) {
            while (rows.next()) {
                commands.add(rows.getString(1));
            }
        }
        return commands;
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
