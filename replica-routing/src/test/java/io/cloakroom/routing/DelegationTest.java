package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.testservers.MariaDbCluster;
import io.cloakroom.testservers.MariaDbServer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls each method of each JDBC interface once, on the driver's object and on the routed one, and compares. */
final class DelegationTest {

    /* Where the router differs on purpose: it answers with its own objects, or tests of their own are about it.
     * setTypeMap and setShardingKey are refused by the driver: the router hears of it with the first statement. */
    private static final Set<String> OWN = Set.of(
            "getConnection",
            "getStatement",
            "unwrap",
            "isWrapperFor",
            "setTypeMap",
            "abort",
            "close",
            "toString",
            "getURL",
            "getUserName",
            "releaseSavepoint",
            "rollback",
            "setReadOnly",
            "isReadOnly",
            "getClientInfo");

    private static RoutedDatabase database;
    private static MariaDbServer primary;
    private static Connection bare;

    @BeforeAll
    static void start() throws Exception {
        var cluster = MariaDbCluster.shared();
        database = RoutedDatabase.overAutoCommitPools(cluster);
        database.table("sample", "(id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(40))");
        cluster.primary()
                .executeAsAdmin("CREATE OR REPLACE PROCEDURE app.echo(INOUT a VARCHAR(40)) SET a = CONCAT(a, a)");
        primary = cluster.primary();
        bare = primary.connect();
    }

    @AfterAll
    static void stop() throws SQLException {
        bare.close();
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> connection() {
        return tests(Connection.class, connection -> connection);
    }

    @TestFactory
    Stream<DynamicTest> databaseMetaData() {
        return tests(DatabaseMetaData.class, Connection::getMetaData);
    }

    @TestFactory
    Stream<DynamicTest> statement() {
        return tests(Statement.class, Connection::createStatement);
    }

    @TestFactory
    Stream<DynamicTest> preparedStatement() {
        return tests(PreparedStatement.class, connection -> {
            PreparedStatement statement = connection.prepareStatement("SELECT ? AS a");
            statement.setString(1, "1");
            return statement;
        });
    }

    @TestFactory
    Stream<DynamicTest> callableStatement() {
        return tests(CallableStatement.class, connection -> {
            CallableStatement call = connection.prepareCall("{call echo(?)}");
            call.setString(1, "1");
            call.registerOutParameter(1, java.sql.Types.VARCHAR);
            call.execute();
            return call;
        });
    }

    @TestFactory
    Stream<DynamicTest> resultSet() {
        return tests(ResultSet.class, connection -> {
            try (Statement fill = connection.createStatement()) {
                fill.execute("REPLACE INTO sample(id, a) VALUES(1, '1'), (2, '2')");
            }
            Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            ResultSet rows = statement.executeQuery("SELECT a, id FROM sample ORDER BY id");
            rows.next();
            return rows;
        });
    }

    /** Whether a method is left to {@link OwnMethodsTest}. */
    static boolean isOwn(String method) {
        return OWN.contains(method) || method.contains("ShardingKey");
    }

    private static Stream<DynamicTest> tests(Class<?> type, Subject subject) {
        return Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isOwn(method.getName()))
                .sorted(Comparator.comparing(Method::toString))
                .map(method -> DynamicTest.dynamicTest(name(method), () -> compare(method, subject)));
    }

    private static void compare(Method method, Subject subject) throws Exception {
        Delegation delegation = new Delegation(bare);
        String expected;
        String actual;
        // each on connections of its own: some methods leave them of no more use
        try (Connection one = primary.connect();
                Connection other = database.dataSource().getConnection()) {
            expected = delegation.outcome(subject.of(one), method);
            actual = delegation.outcome(subject.of(other), method);
        }
        assertThat(actual).as(method.toString()).isEqualTo(expected);
    }

    private static String name(Method method) {
        return method.getName()
                + Stream.of(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
    }

    /** Makes the object whose methods are called. */
    @FunctionalInterface
    private interface Subject {
        Object of(Connection connection) throws SQLException;
    }
}
