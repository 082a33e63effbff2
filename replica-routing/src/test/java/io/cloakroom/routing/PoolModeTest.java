package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloakroom.testservers.PostgresCluster;
import io.cloakroom.testservers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the application said of autocommit counts, and not in which mode a pool keeps its connections. On PostgreSQL,
 * whose driver is strict about both.
 */
final class PoolModeTest {

    private static final String STATE = "SELECT COUNT(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
            + " AND application_name = 'pool mode'";

    private final PostgresServer server = PostgresCluster.shared().primary();

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void rollbackAndCommit_beforeAnythingWasExecuted_doNothing(boolean autoCommit) throws Exception {
        try (HikariDataSource pool = pool(autoCommit);
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(pool).build();
                Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement prepared = connection.prepareStatement("SELECT ?")) {
                assertThatThrownBy(() -> prepared.setInt(7, 1)).isInstanceOf(SQLException.class);
                connection.rollback();
                connection.commit();
                prepared.setInt(1, 1);
                prepared.execute();
            }
            connection.commit();
        }
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void rollback_afterTheConnectionBroke_hidesNothing(boolean autoCommit) throws Exception {
        try (HikariDataSource pool = pool(autoCommit);
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(pool).build();
                Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            int backend = RoutedDatabase.number(connection, "SELECT pg_backend_pid()");
            server.queryAsAdmin("SELECT pg_terminate_backend(" + backend + ", 10000)");

            assertThatThrownBy(() -> RoutedDatabase.number(connection, "SELECT 1"))
                    .isInstanceOf(PrimaryLostException.class);
            connection.rollback();
            connection.rollback();
            connection.commit();
            assertThat(RoutedDatabase.number(connection, "SELECT 1")).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void questionAboutMetadata_beginsNoTransaction(boolean autoCommit) throws Exception {
        try (HikariDataSource pool = pool(autoCommit);
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(pool).build();
                Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            askForTables(connection);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            askForTables(connection);
            server.executeAsAdmin(
                    "DROP TABLE IF EXISTS later", "CREATE TABLE later(a INT)", "GRANT ALL ON later TO app");
            server.executeAsAdmin("INSERT INTO later VALUES(1)");
            assertThat(RoutedDatabase.number(connection, "SELECT COUNT(*) FROM later"))
                    .as("the snapshot is of the first statement, not of the question")
                    .isEqualTo(1);
            connection.commit();

            askForTables(connection);
            connection.rollback();
            assertThat(server.queryAsAdmin(STATE)).as("after a rollback").isEqualTo("0");
            askForTables(connection);
        }
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void questionAboutMetadata_beforeClose_leavesNoTransactionInThePool(boolean autoCommit) throws Exception {
        try (HikariDataSource pool = pool(autoCommit);
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(pool).build()) {
            try (Connection connection = routed.getConnection()) {
                askForTables(connection);
            }
            assertThat(server.queryAsAdmin(STATE)).isEqualTo("0");
        }
    }

    /** What the application begins on the driver's own connection is the application's. */
    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void workOnTheUnwrappedConnection_isNotRolledBack(boolean autoCommit) throws Exception {
        server.executeAsAdmin("DROP TABLE IF EXISTS raw", "CREATE TABLE raw(a INT)", "GRANT ALL ON raw TO app");
        try (HikariDataSource pool = pool(autoCommit);
                ReplicaRoutingDataSource routed =
                        ReplicaRoutingDataSource.builder(pool).build();
                Connection connection = routed.getConnection()) {
            connection.setAutoCommit(false);
            askForTables(connection);
            try (Statement statement =
                    connection.unwrap(org.postgresql.jdbc.PgConnection.class).createStatement()) {
                statement.execute("INSERT INTO raw VALUES(1)");
            }
            RoutedDatabase.update(connection, "INSERT INTO raw VALUES(2)");
            connection.commit();
        }
        assertThat(server.queryAsAdmin("SELECT COUNT(*) FROM raw")).isEqualTo("2");
    }

    private static void askForTables(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "no_such_table", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    private HikariDataSource pool(boolean autoCommit) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.user());
        pool.setPassword(server.password());
        pool.setAutoCommit(autoCommit);
        pool.setMaximumPoolSize(2);
        pool.addDataSourceProperty("ApplicationName", "pool mode");
        return pool;
    }
}
