package io.cloakroom.routing;

import static io.cloakroom.routing.RoutedDatabase.number;
import static io.cloakroom.routing.RoutedDatabase.serverId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.routing.Decision.Reason;
import io.cloakroom.testservers.MariaDbCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RoutingDecisionTest {

    private static final int PRIMARY = 1;

    private static RoutedDatabase database;
    private static final List<Decision> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        RoutingListener listener = new RoutingListener() {
            @Override
            public void onDecision(Decision decision) {
                heard.add(decision);
            }
        };
        database = RoutedDatabase.over(MariaDbCluster.shared(), builder -> builder.listener(listener));
        database.table("item", "(id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40))");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void setReadOnly_sendsToReplica() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);

            assertThat(serverId(connection)).isNotEqualTo(PRIMARY);
            assertThat(decision(connection)).matches(d -> d.route() == Route.REPLICA);
            assertThat(decision(connection).reason()).isEqualTo(Reason.READ_ONLY_CONNECTION);
        }
    }

    @Test
    void default_sendsToPrimary() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(serverId(connection)).isEqualTo(PRIMARY);
            assertThat(decision(connection)).isEqualTo(new Decision("primary", Route.PRIMARY, Reason.DEFAULT));
        }
    }

    @Test
    void getConnection_withoutStatement_takesNoPhysicalConnection() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setCatalog("app");
            Statement unused = connection.createStatement();
            unused.setFetchSize(10);
            connection.commit();

            assertThat(database.outstanding()).isZero();
            assertThat(connection.unwrap(RoutedConnectionInfo.class).lastDecision())
                    .isEmpty();
        }
    }

    @Test
    void primaryScope_beatsReadOnlyConnection() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);

            int id = Routing.primary(() -> serverId(connection));

            assertThat(id).isEqualTo(PRIMARY);
            assertThat(decision(connection).reason()).isEqualTo(Reason.PRIMARY_SCOPE);
            // once a replica is known to be as fresh as what the connection has just read
            Await.until("a replica reads again", () -> serverId(connection) != PRIMARY);
        }
    }

    @Test
    void readOnlyScope_beatsDefault() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            int id = Routing.readOnly(() -> serverId(connection));

            assertThat(id).isNotEqualTo(PRIMARY);
            assertThat(decision(connection).reason()).isEqualTo(Reason.READ_ONLY_SCOPE);
            assertThat(serverId(connection)).isEqualTo(PRIMARY);
        }
    }

    @Test
    void getMetaData_beforeFirstStatement_decidesNothing() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("MariaDB");
            assertThat(connection.isValid(1)).isTrue();
            assertThat(connection.getCatalog()).isEqualTo("app");
            assertThat(connection.unwrap(RoutedConnectionInfo.class).lastDecision())
                    .isEmpty();
            connection.setReadOnly(true);

            assertThat(serverId(connection)).isNotEqualTo(PRIMARY);
        }
    }

    @Test
    void lockingRead_ofReadOnlyConnection_goesToPrimary() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);

            assertThat(number(connection, "SELECT @@server_id FROM item RIGHT JOIN (SELECT 1) one ON TRUE FOR UPDATE"))
                    .isEqualTo(PRIMARY);
            assertThat(decision(connection).reason()).isEqualTo(Reason.LOCKING_READ);
            connection.rollback();
        }
    }

    @Test
    void lockingRead_inTransactionOnReplica_isRefused() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            serverId(connection);

            assertThatThrownBy(() -> number(connection, "SELECT 1 FROM item FOR UPDATE"))
                    .isInstanceOf(ReadOnlyViolationException.class)
                    .hasMessageContaining("Routing.primary");
            connection.rollback();
        }
    }

    @Test
    void sessionState_setBySql_keepsTheNode() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            statement.execute("SET @mine = 7");
            int node = serverId(connection);

            for (int i = 0; i < 20; i++) {
                assertThat(number(connection, "SELECT @mine")).isEqualTo(7);
            }
            assertThat(serverId(connection)).isEqualTo(node);
            assertThat(decision(connection).reason()).isEqualTo(Reason.SESSION_STATE);
            connection.setReadOnly(false);
            assertThatThrownBy(() -> serverId(connection))
                    .isInstanceOf(ReadOnlyViolationException.class)
                    .hasMessageContaining("take another");
        }
    }

    @Test
    void reads_onManyConnections_useAllReplicas() throws Exception {
        var nodes = new java.util.HashSet<Integer>();
        Await.until("both have served", () -> {
            nodes.add(database.read("SELECT @@server_id"));
            return nodes.size() == 2;
        });

        assertThat(nodes).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void listener_hearsEachStatement() throws Exception {
        heard.clear();
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            serverId(connection);
            serverId(connection);
            connection.commit();
        }

        assertThat(heard).extracting(Decision::reason).containsExactly(Reason.READ_ONLY_CONNECTION, Reason.TRANSACTION);
    }

    @Test
    void setReadOnlyFalse_afterReads_writesOnPrimary() throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setReadOnly(true);
            serverId(connection);
            connection.setReadOnly(false);

            RoutedDatabase.update(connection, "INSERT INTO item(name) VALUES('shirt')");

            assertThat(serverId(connection)).isEqualTo(PRIMARY);
        }
    }

    @Test
    void openResult_ofAutocommitReads_staysReadable() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement outer = connection.createStatement()) {
            connection.setReadOnly(true);
            outer.setFetchSize(1);
            try (ResultSet rows = outer.executeQuery("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3")) {
                int count = 0;
                while (rows.next()) {
                    count++;
                    serverId(connection);
                }
                assertThat(count).isEqualTo(3);
            }
        }
    }

    @Test
    void getConnection_afterClose_isRefused() throws Exception {
        var closed = ReplicaRoutingDataSource.builder(database.primaryPool()).build();
        closed.close();

        assertThatThrownBy(closed::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void withoutReplicas_readsGoToPrimary() throws Exception {
        try (var alone =
                        ReplicaRoutingDataSource.builder(database.primaryPool()).build();
                Connection connection = alone.getConnection()) {
            connection.setReadOnly(true);

            assertThat(serverId(connection)).isEqualTo(PRIMARY);
            assertThat(decision(connection).reason()).isEqualTo(Reason.NO_REPLICA_CONFIGURED);
        }
    }

    private static Decision decision(Connection connection) throws SQLException {
        return connection.unwrap(RoutedConnectionInfo.class).lastDecision().orElseThrow();
    }
}
