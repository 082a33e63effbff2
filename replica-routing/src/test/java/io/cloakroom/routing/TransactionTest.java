package io.cloakroom.routing;

import static io.cloakroom.routing.RoutedDatabase.number;
import static io.cloakroom.routing.RoutedDatabase.serverId;
import static io.cloakroom.routing.RoutedDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.testservers.MariaDbCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionTest {

    private static final String INSERT = "INSERT INTO ledger(amount) VALUES(1)";
    private static final String COUNT = "SELECT COUNT(*) FROM ledger";

    private static RoutedDatabase database;
    private static RoutedDatabase autoCommitPools;

    @BeforeAll
    static void start() throws Exception {
        database = RoutedDatabase.over(MariaDbCluster.shared());
        autoCommitPools = RoutedDatabase.overAutoCommitPools(MariaDbCluster.shared());
    }

    @AfterAll
    static void stop() {
        database.close();
        autoCommitPools.close();
    }

    @BeforeEach
    void empty() throws Exception {
        database.table("ledger", "(id INT PRIMARY KEY AUTO_INCREMENT, amount INT)");
    }

    private static RoutedDatabase with(boolean autoCommitPool) {
        return autoCommitPool ? autoCommitPools : database;
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void select_afterOwnUncommittedInsert_seesIt(boolean autoCommitPool) throws Exception {
        try (Connection connection = with(autoCommitPool).dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, INSERT);

            assertThat(number(connection, COUNT)).isEqualTo(1);
            assertThat(serverId(connection)).isEqualTo(1);
            connection.rollback();
        }
        assertThat(database.rows("ledger")).isZero();
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void setReadOnly_inTransaction_throwsAndCommitsNothing(boolean autoCommitPool) throws Exception {
        try (Connection connection = with(autoCommitPool).dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, INSERT);

            assertThatThrownBy(() -> connection.setReadOnly(true))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("during a transaction");
            connection.rollback();
            connection.setAutoCommit(true);
        }
        assertThat(database.rows("ledger")).isZero();
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void setAutoCommitTrue_inTransaction_commits(boolean autoCommitPool) throws Exception {
        try (Connection connection = with(autoCommitPool).dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, INSERT);
            connection.setAutoCommit(true);

            assertThat(database.rows("ledger")).isEqualTo(1);
            connection.rollback();
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(database.rows("ledger")).isEqualTo(1);
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void close_inTransaction_rollsBack(boolean autoCommitPool) throws Exception {
        try (Connection connection = with(autoCommitPool).dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, INSERT);
        }
        assertThat(database.rows("ledger")).isZero();
        assertThat(with(autoCommitPool).outstanding()).isZero();
    }

    @ParameterizedTest(name = "pool autocommit {0}")
    @ValueSource(booleans = {false, true})
    void executeUpdate_inAutocommitMode_isCommittedAtOnce(boolean autoCommitPool) throws Exception {
        try (Connection connection = with(autoCommitPool).dataSource().getConnection()) {
            update(connection, INSERT);

            assertThat(database.rows("ledger")).isEqualTo(1);
        }
        assertThat(database.rows("ledger")).isEqualTo(1);
    }

    @Test
    void transaction_onReplica_staysOnItsNode() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            int node = serverId(connection);
            for (int i = 0; i < 20; i++) {
                assertThat(serverId(connection)).isEqualTo(node);
            }
            assertThat(Routing.<Integer, SQLException>primary(() -> serverId(connection)))
                    .isEqualTo(node);
            connection.commit();
        }
    }

    @Test
    void commit_ofReads_letsTheNextTransactionGoElsewhere() throws Exception {
        var nodes = new java.util.HashSet<Integer>();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            Await.until("both replicas were used", () -> {
                nodes.add(serverId(connection));
                connection.commit();
                return nodes.size() == 2;
            });
        }
        assertThat(nodes).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void rollbackToSavepoint_undoesPartOfTheTransaction() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, INSERT);
            Savepoint savepoint = connection.setSavepoint("before");
            update(connection, INSERT);
            connection.rollback(savepoint);
            connection.releaseSavepoint(connection.setSavepoint());
            connection.commit();
        }
        assertThat(database.rows("ledger")).isEqualTo(1);
    }

    @Test
    void write_onReadOnlyConnection_isRefusedBeforeItIsSent() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);

            assertThatThrownBy(() -> update(connection, INSERT))
                    .isInstanceOf(ReadOnlyViolationException.class)
                    .hasMessageContaining("before it was sent")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("25006");
            assertThat(database.outstanding()).isZero();
        }
        assertThat(database.rows("ledger")).isZero();
    }

    @Test
    void writeThatOnlyTheReplicaRecognises_isTranslated() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);

            assertThatThrownBy(() -> statement.execute("CREATE TABLE sneaky(id INT)"))
                    .isInstanceOf(ReadOnlyViolationException.class)
                    .hasMessageContaining("refused a write")
                    .hasCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void batchAndGeneratedKeys_passThrough() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO ledger(amount) VALUES(?)", Statement.RETURN_GENERATED_KEYS)) {
                for (int amount = 1; amount <= 3; amount++) {
                    insert.setInt(1, amount);
                    insert.addBatch();
                }
                assertThat(insert.executeBatch()).hasSize(3);
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getInt(1)).isPositive();
                    assertThat(keys.getStatement()).isSameAs(insert);
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(INSERT);
                statement.addBatch("UPDATE ledger SET amount = 9");
                assertThat(statement.executeBatch()).containsExactly(1, 4);
            }
            connection.commit();
        }
        assertThat(database.rows("ledger")).isEqualTo(4);
    }

    @Test
    void preparedStatement_executedAgain_keepsItsParameters() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement echo = connection.prepareStatement("SELECT ?, @@server_id")) {
            echo.setString(1, "kept");
            assertThat(first(echo)).isEqualTo("kept 1");
            assertThat(first(echo)).isEqualTo("kept 1");

            connection.setReadOnly(true);

            awaitReplica(connection);
            assertThat(first(echo)).matches("kept [23]");
        }
    }

    /** Until one is known to be as fresh as what the connection has read on the primary. */
    private static void awaitReplica(Connection connection) throws Exception {
        Await.until("a replica reads", () -> serverId(connection) != 1);
    }

    @Test
    void streamParameter_isNotSentToAnotherNode() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement echo = connection.prepareStatement("SELECT ?, @@server_id")) {
            echo.setCharacterStream(1, new java.io.StringReader("once"));
            assertThat(first(echo)).isEqualTo("once 1");

            connection.setReadOnly(true);

            awaitReplica(connection);
            assertThatThrownBy(() -> first(echo))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("set it again");
            echo.setString(1, "again");
            assertThat(first(echo)).matches("again [23]");
        }
    }

    @Test
    void abort_returnsThePhysicalConnection() throws Exception {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        update(connection, INSERT);

        connection.abort(Runnable::run);

        assertThat(connection.isClosed()).isTrue();
        assertThat(database.outstanding()).isZero();
        Await.until("the server has rolled back", () -> database.rows("ledger") == 0);
        connection.close();
        assertThat(serverIdOfNewConnection()).isEqualTo(1);
    }

    private static int serverIdOfNewConnection() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return serverId(connection);
        }
    }

    private static String first(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1) + " " + row.getString(2);
        }
    }
}
