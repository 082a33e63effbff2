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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts the commands that all servers were sent: the sum of {@code SHOW GLOBAL STATUS LIKE 'Questions'}. */
final class RoundTripTest {

    private static MariaDbCluster cluster;

    @BeforeAll
    static void start() {
        cluster = MariaDbCluster.start(2);
        cluster.primary().executeAsAdmin("CREATE TABLE app.note(text VARCHAR(20))");
        assertThat(cluster.awaitReplicas(Duration.ofSeconds(20))).isTrue();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void readOnlyTransaction_withOneSelect_costsTwoCommands() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, false)) {
            assertThat(commands(() -> readInTransaction(database))).isEqualTo(2);
        }
    }

    @Test
    void readOnlyTransaction_overPoolsInAutocommitMode_costsTwoMore() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, true)) {
            assertThat(commands(() -> readInTransaction(database))).isEqualTo(4);
        }
    }

    @Test
    void read_inAutocommitModeOfThePool_costsOneCommand() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, true)) {
            assertThat(commands(() -> database.read("SELECT COUNT(*) FROM note")))
                    .isEqualTo(1);
        }
    }

    @Test
    void transactionWithoutStatement_costsNothing() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, false)) {
            int commands = commands(() -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    connection.commit();
                    connection.setAutoCommit(true);
                    connection.setReadOnly(false);
                }
            });
            assertThat(commands).isZero();
        }
    }

    @Test
    void write_costsItsStatementAndTheCommit() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, false)) {
            int commands = commands(() -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    update(connection, "INSERT INTO note VALUES('mine')");
                    connection.commit();
                }
            });
            assertThat(commands).isEqualTo(2);
        }
    }

    @Test
    void write_withThePositionLearnedAtCommit_costsNothingMore() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, false, true)) {
            ConsistencyScope scope = ConsistencyScope.create();
            int commands = commands(() -> {
                Routing.within(scope, () -> {
                    try (Connection connection = database.dataSource().getConnection()) {
                        connection.setAutoCommit(false);
                        update(connection, "INSERT INTO note VALUES('learned')");
                        connection.commit();
                    }
                });
                assertThat(database.dataSource().capture(scope)).isPresent();
            });
            assertThat(commands).isEqualTo(2);
        }
    }

    @Test
    void write_inAutocommitModeOfThePool_costsOneCommand() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, true)) {
            assertThat(commands(() -> database.write("INSERT INTO note VALUES('alone')")))
                    .isEqualTo(1);
        }
    }

    /** One question to the primary and one to each replica; they are not of the caller's connection. */
    @Test
    void capture_withoutAPollSinceTheWrite_costsOnePollOfEachNode() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, false)) {
            ConsistencyScope scope = ConsistencyScope.create();
            Routing.within(scope, () -> database.write("INSERT INTO note VALUES('polled')"));
            int commands = commands(() -> {
                assertThat(database.dataSource().capture(scope)).isPresent();
                Await.until(
                        "the replicas were asked",
                        () -> database.dataSource().inspect().replicas().stream()
                                .allMatch(replica -> replica.lag().orElseThrow().compareTo(Duration.ofSeconds(5)) < 0));
            });
            assertThat(commands).isBetween(1, 3);
        }
    }

    @Test
    void resumedScope_thatAReplicaServes_costsNothingMore() throws Exception {
        try (RoutedDatabase database = RoutedDatabase.quiet(cluster, true)) {
            ConsistencyToken token = new ConsistencyToken("mariadb", java.time.Instant.now(), "0-1-1");
            int commands = commands(() -> Routing.within(
                    database.dataSource().resume(token),
                    () -> assertThat(database.read("SELECT @@server_id")).isGreaterThan(1)));
            assertThat(commands).isEqualTo(1);
        }
    }

    /** As Spring's transaction manager does it. */
    private static void readInTransaction(RoutedDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            assertThat(number(connection, "SELECT COUNT(*) FROM note")).isNotNegative();
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    private static int commands(Work work) throws Exception {
        List<Connection> observers = new ArrayList<>();
        try {
            observers.add(cluster.primary().connectAsAdmin());
            for (MariaDbServer replica : cluster.replicas()) {
                observers.add(replica.connectAsAdmin());
            }
            int before = questions(observers);
            work.run();
            // what an observer asks is counted once on each server
            return questions(observers) - before - observers.size();
        } finally {
            for (Connection observer : observers) {
                observer.close();
            }
        }
    }

    private static int questions(List<Connection> observers) throws SQLException {
        int sum = 0;
        for (Connection observer : observers) {
            try (Statement statement = observer.createStatement();
                    ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Questions'")) {
                row.next();
                sum += row.getInt(2);
            }
        }
        return sum;
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
