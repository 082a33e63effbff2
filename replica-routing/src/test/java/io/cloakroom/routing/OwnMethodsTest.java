package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The methods that {@link DelegationTest} does not compare with the driver's, because the router answers them itself;
 * so that the two together have called each method of the JDBC interfaces.
 */
final class OwnMethodsTest {

    private static RoutedDatabase database;

    @BeforeAll
    static void start() throws Exception {
        MariaDbCluster cluster = MariaDbCluster.shared();
        cluster.primary().executeAsAdmin("CREATE OR REPLACE PROCEDURE app.own_nothing() SELECT 1");
        database = RoutedDatabase.over(cluster);
        database.table("own", "(id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(9))");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** Fails when JDBC gets a method that nobody has looked at. */
    @Test
    void methods_notComparedWithTheDriver_areThoseTestedHere() {
        Set<String> names = new TreeSet<>();
        List.<Class<?>>of(Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class).stream()
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(java.lang.reflect.Method::getName)
                .filter(name -> DelegationTest.isOwn(name))
                .forEach(names::add);

        assertThat(names)
                .containsExactly(
                        "abort",
                        "close",
                        "getClientInfo",
                        "getConnection",
                        "getURL",
                        "isReadOnly",
                        "isWrapperFor",
                        "releaseSavepoint",
                        "rollback",
                        "setReadOnly",
                        "setShardingKey",
                        "setShardingKeyIfValid",
                        "setTypeMap",
                        "unwrap");
    }

    @Test
    void connection_ownMethods() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(connection.isReadOnly()).isFalse();
            connection.setReadOnly(true);
            assertThat(connection.isReadOnly()).isTrue();
            connection.setReadOnly(false);

            assertThat(connection.isWrapperFor(RoutedConnectionInfo.class)).isTrue();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(connection.isWrapperFor(org.mariadb.jdbc.Connection.class))
                    .isTrue();
            assertThat(connection.unwrap(org.mariadb.jdbc.Connection.class)).isNotNull();
            assertThat(connection.isWrapperFor(StringBuilder.class)).isFalse();

            connection.setClientInfo("ApplicationName", "shop");
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
            Properties all = connection.getClientInfo();
            assertThat(all.getProperty("ApplicationName")).isEqualTo("shop");
            assertThat(connection.toString()).isNotEmpty();
        }
    }

    @Test
    void connection_transactionMethods() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            RoutedDatabase.update(connection, "INSERT INTO own(a) VALUES('x')");
            Savepoint savepoint = connection.setSavepoint("s");
            RoutedDatabase.update(connection, "INSERT INTO own(a) VALUES('y')");
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            assertThat(RoutedDatabase.number(connection, "SELECT COUNT(*) FROM own"))
                    .isEqualTo(1);
            connection.rollback();
            assertThat(RoutedDatabase.number(connection, "SELECT COUNT(*) FROM own"))
                    .isZero();
        }
    }

    @Test
    void connection_methodsThatTheDriverHasNot_areRefusedAsByTheDriver() throws Exception {
        ShardingKey key = new ShardingKey() {};
        try (Connection connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> connection.setShardingKey(key))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.setShardingKey(key, key))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.setShardingKeyIfValid(key, 1))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.setShardingKeyIfValid(key, key, 1))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setTypeMap(Map.of("x", String.class));
            assertThatThrownBy(() -> RoutedDatabase.serverId(connection))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void connection_abortedOrClosed_isOfNoMoreUse() throws Exception {
        Connection aborted = database.dataSource().getConnection();
        RoutedDatabase.serverId(aborted);
        aborted.abort(Runnable::run);
        Connection closed = database.dataSource().getConnection();
        closed.close();
        closed.close();
        for (Connection connection : new Connection[] {aborted, closed}) {
            assertThat(connection.isClosed()).isTrue();
            assertThat(connection.isValid(1)).isFalse();
            assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(database.outstanding()).isZero();
    }

    @Test
    void statements_ownMethods() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement plain = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT ?");
                CallableStatement call = connection.prepareCall("{call own_nothing()}")) {
            prepared.setString(1, "x");
            for (Statement statement : new Statement[] {plain, prepared, call}) {
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(statement.unwrap(Statement.class)).isSameAs(statement);
                assertThat(statement.isWrapperFor(Statement.class)).isTrue();
                assertThat(statement.isWrapperFor(StringBuilder.class)).isFalse();
            }
            try (ResultSet row = prepared.executeQuery()) {
                assertThat(row.getStatement()).isSameAs(prepared);
                assertThat(row.unwrap(ResultSet.class)).isSameAs(row);
                assertThat(row.isWrapperFor(ResultSet.class)).isTrue();
            }
            assertThatThrownBy(() -> call.getURL(1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> call.getURL("a")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void statement_closedTwice_isClosed() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            Statement statement = connection.createStatement();
            statement.close();
            statement.close();
            assertThat(statement.isClosed()).isTrue();
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
        }
    }
}
