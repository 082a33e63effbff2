package io.cloakroom.routing;

import static io.cloakroom.routing.RoutedDatabase.number;
import static io.cloakroom.routing.RoutedDatabase.serverId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ConnectionStateTest {

    private static final Executor DIRECT = Runnable::run;

    private static RoutedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = RoutedDatabase.over(MariaDbCluster.shared());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void setCatalog_beforeTheFirstStatement_reachesTheNode() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setCatalog("information_schema");
            connection.setReadOnly(true);

            assertThat(text(connection, "SELECT DATABASE()")).isEqualTo("information_schema");
        }
        assertUntouched();
    }

    @Test
    void setCatalog_onBoundConnection_reachesThisNodeAndTheNext() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            serverId(connection);
            connection.setCatalog("information_schema");
            assertThat(text(connection, "SELECT DATABASE()")).isEqualTo("information_schema");

            connection.setReadOnly(true);

            assertThat(text(connection, "SELECT CONCAT(DATABASE(), @@server_id > 1)"))
                    .isEqualTo("information_schema1");
            assertThat(connection.getCatalog()).isEqualTo("information_schema");
        }
        assertUntouched();
    }

    @Test
    void settings_areReplayedAndPutBack() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            connection.setNetworkTimeout(DIRECT, 4_000);
            connection.setClientInfo("ApplicationName", "cloakroom");
            connection.setReadOnly(true);

            assertThat(text(connection, "SELECT @@tx_isolation")).isEqualTo("SERIALIZABLE");
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            assertThat(connection.getNetworkTimeout()).isEqualTo(4_000);
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("cloakroom");
            assertThat(connection.getClientInfo()).containsEntry("ApplicationName", "cloakroom");
        }
        assertUntouched();
    }

    @Test
    void getters_withoutStatement_answerFromWhatIsKnown() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setCatalog("app");
            connection.setReadOnly(true);
            connection.setAutoCommit(false);

            assertThat(connection.getCatalog()).isEqualTo("app");
            assertThat(connection.isReadOnly()).isTrue();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat((Object) connection.getWarnings()).isNull();
            connection.clearWarnings();
            assertThat(database.outstanding()).isZero();
        }
    }

    @Test
    void close_twice_returnsThePhysicalConnectionOnce() throws Exception {
        Connection connection = database.dataSource().getConnection();
        serverId(connection);
        Statement statement = connection.createStatement();

        connection.close();
        connection.close();

        assertThat(database.outstanding()).isZero();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThat(statement.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void everyPath_leadsBackToTheRoutedConnection() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1");
                ResultSet catalogs = connection.getMetaData().getCatalogs()) {
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(catalogs.getStatement()).isNull();
            assertThat(connection.prepareCall("{call x()}").getConnection()).isSameAs(connection);
        }
    }

    @Test
    void unwrap_givesTheDriver() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            assertThat(connection.isWrapperFor(org.mariadb.jdbc.Connection.class))
                    .isTrue();
            assertThat(connection.unwrap(org.mariadb.jdbc.Connection.class)).isNotNull();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(statement.unwrap(org.mariadb.jdbc.Statement.class)).isNotNull();
            assertThat(rows.isWrapperFor(org.mariadb.jdbc.client.result.Result.class))
                    .isTrue();
            assertThat(database.dataSource().unwrap(ReplicaRoutingDataSource.class))
                    .isSameAs(database.dataSource());
            assertThat(database.dataSource().isWrapperFor(com.zaxxer.hikari.HikariDataSource.class))
                    .isTrue();
        }
    }

    @Test
    void statementSettings_followToAnotherNode() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(2);
            statement.setQueryTimeout(7);
            assertThat(count(statement, "SELECT 1 UNION SELECT 2 UNION SELECT 3"))
                    .isEqualTo(2);

            connection.setReadOnly(true);

            assertThat(count(statement, "SELECT 1 UNION SELECT 2 UNION SELECT 3"))
                    .isEqualTo(2);
            assertThat(statement.getQueryTimeout()).isEqualTo(7);
        }
    }

    @Test
    void getConnection_withCredentials_asksThePoolWithThem() throws Exception {
        try (Connection connection = database.dataSource().getConnection("app", "app")) {
            assertThatThrownBy(() -> serverId(connection)).isInstanceOf(SQLException.class);
        }
        assertThat(database.outstanding()).isZero();
    }

    /** Every idle connection of every pool is as a new one. */
    private static void assertUntouched() throws SQLException {
        assertThat(database.outstanding()).isZero();
        for (int i = 0; i < 20; i++) {
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setReadOnly(i % 2 == 0);
                assertThat(text(connection, "SELECT CONCAT(DATABASE(), ' ', @@tx_isolation)"))
                        .isEqualTo("app REPEATABLE-READ");
                assertThat(connection.getNetworkTimeout()).isZero();
                assertThat(number(connection, "SELECT 1")).isEqualTo(1);
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static int count(Statement statement, String query) throws SQLException {
        int count = 0;
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                count++;
            }
        }
        return count;
    }
}
