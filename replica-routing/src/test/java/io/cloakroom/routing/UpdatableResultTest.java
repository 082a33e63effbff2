package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.routing.PrimaryLostException.Outcome;
import io.cloakroom.testservers.MariaDbCluster;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A result through which rows are written: these are writes as any other. */
final class UpdatableResultTest {

    private static final String ROWS = "SELECT id, text FROM parcel";

    private MariaDbCluster cluster;
    private RoutedDatabase database;

    @BeforeEach
    void start() throws Exception {
        cluster = MariaDbCluster.shared();
        database = RoutedDatabase.over(cluster);
        database.table("parcel", "(id INT PRIMARY KEY, text VARCHAR(9))");
        database.write("INSERT INTO parcel VALUES(1, 'old')");
    }

    @AfterEach
    void stop() {
        database.close();
        cluster.resumeReplication();
    }

    @Test
    void rowsWritten_inAutocommitMode_areSeenByTheScopesNextRead() throws Exception {
        ConsistencyScope scope = ConsistencyScope.create();
        cluster.pauseReplication();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = updatable(connection);
                ResultSet rows = statement.executeQuery(ROWS)) {
            Routing.within(scope, () -> {
                rows.next();
                rows.updateString(2, "new");
                rows.updateRow();
            });
            assertThat(scope.lastWrite()).isPresent();
            assertThat(Routing.<Integer, SQLException>within(
                            scope, () -> database.read("SELECT COUNT(*) FROM parcel WHERE text = 'new'")))
                    .isEqualTo(1);
        }
    }

    @Test
    void rowsInserted_andDeleted_countAsWrites() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = updatable(connection);
                ResultSet rows = statement.executeQuery(ROWS)) {
            ConsistencyScope inserting = ConsistencyScope.create();
            Routing.within(inserting, () -> {
                rows.moveToInsertRow();
                rows.updateInt(1, 2);
                rows.updateString(2, "more");
                rows.insertRow();
            });
            ConsistencyScope deleting = ConsistencyScope.create();
            Routing.within(deleting, () -> {
                rows.moveToCurrentRow();
                rows.first();
                rows.deleteRow();
            });
            assertThat(inserting.lastWrite()).isPresent();
            assertThat(deleting.lastWrite()).isPresent();
        }
        assertThat(database.rows("parcel")).isEqualTo(1);
    }

    @Test
    void connectionThatBreaks_saysWhatBecameOfTheRow() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = updatable(connection);
                ResultSet rows = statement.executeQuery(ROWS)) {
            rows.next();
            rows.updateString(2, "new");
            int session = RoutedDatabase.number(connection, "SELECT CONNECTION_ID()");
            cluster.primary().executeAsAdmin("KILL " + session);

            assertThatThrownBy(rows::updateRow)
                    .isInstanceOf(PrimaryLostException.class)
                    .extracting(lost -> ((PrimaryLostException) lost).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    void readOnlyConnection_refusesToWriteARow() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = updatable(connection);
                ResultSet rows = statement.executeQuery(ROWS)) {
            rows.next();
            rows.updateString(2, "new");
            connection.setReadOnly(true);

            assertThatThrownBy(rows::updateRow).isInstanceOf(ReadOnlyViolationException.class);
        }
        assertThat(database.rows("parcel WHERE text = 'old'")).isEqualTo(1);
    }

    private static Statement updatable(Connection connection) throws SQLException {
        return connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
    }
}
