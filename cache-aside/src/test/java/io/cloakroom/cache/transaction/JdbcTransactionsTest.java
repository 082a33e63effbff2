package io.cloakroom.cache.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheLoader;
import io.cloakroom.cache.jdbc.JdbcTransactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Invalidation after the commit of plain JDBC, on a real database. */
final class JdbcTransactionsTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private final List<String> positions = new ArrayList<>();
    private final JdbcTransactions transactions = JdbcTransactions.of(dataSource(), connection -> {
        positions.add("asked");
        return Optional.of("0001");
    });
    private final CacheAside<String, String> cache = CacheAside.<String, String>builder("things", this::read)
            .transactions(transactions)
            .build();
    private @Nullable Connection keepAlive;

    private JdbcDataSource dataSource() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        return database;
    }

    @BeforeEach
    void create() throws SQLException {
        keepAlive = database.getConnection();
        try (var statement = keepAlive.createStatement()) {
            statement.execute("CREATE TABLE things (id VARCHAR PRIMARY KEY, name VARCHAR)");
            statement.execute("INSERT INTO things VALUES ('k', 'old'), ('other', 'old')");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        if (keepAlive != null) {
            keepAlive.close();
        }
    }

    @Test
    void commit_invalidatesBeforeItReturnsAndNotEarlier() throws SQLException {
        cache.get("k");
        try (Connection connection = begin()) {
            update(connection, "k");
            cache.invalidateAfterCommit("k");
            assertThat(cache.get("k")).as("before the commit").hasValue("old");
            assertThat(cache.inspect().invalidated().confirmed()).isZero();

            connection.commit();

            assertThat(cache.get("k")).hasValue("new");
            assertThat(positions).hasSize(1);
        }
        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    @Test
    void rollback_forgets() throws SQLException {
        cache.get("k");
        try (Connection connection = begin()) {
            update(connection, "k");
            cache.invalidateAfterCommit("k");
            connection.rollback();
            connection.commit();
        }

        assertThat(cache.inspect().invalidated().confirmed()).isZero();
        assertThat(cache.get("k")).hasValue("old");
    }

    @Test
    void rollbackToSavepoint_keepsWhatWasNoted() throws SQLException {
        try (Connection connection = begin()) {
            var savepoint = connection.setSavepoint();
            cache.invalidateAllAfterCommit(List.of("k", "other", "k"));
            connection.rollback(savepoint);
            connection.commit();
        }

        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(2);
    }

    @Test
    void close_withoutCommit_forgets() throws SQLException {
        try (Connection connection = begin()) {
            cache.invalidateAfterCommit("k");
            assertThat(connection.isClosed()).isFalse();
        }

        assertThat(cache.inspect().invalidated().confirmed()).isZero();
        assertThat(transactions.current()).isEmpty();
    }

    @Test
    void setAutoCommit_on_isACommit() throws SQLException {
        cache.get("k");
        try (Connection connection = begin()) {
            update(connection, "k");
            cache.invalidateAfterCommit("k");

            connection.setAutoCommit(true);

            assertThat(cache.get("k")).hasValue("new");
        }
    }

    @Test
    void commit_throws_nobodyKnowsSoItIsInvalidated() throws SQLException {
        try (Connection connection = begin()) {
            cache.invalidateAfterCommit("k");
            connection.unwrap(Connection.class).close();

            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }

        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
        assertThat(positions).isEmpty();
    }

    @Test
    void commit_positionCannotBeHad_succeedsAndInvalidates() throws SQLException {
        JdbcTransactions unlucky = JdbcTransactions.of(database, connection -> {
            throw new IllegalStateException("no position");
        });
        CacheAside<String, String> observed = CacheAside.<String, String>builder("unlucky", this::read)
                .transactions(unlucky)
                .build();
        changeThrough(unlucky, observed);

        assertThat(observed.get("k")).hasValue("new");
        assertThat(observed.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    /* As MySQL writes a set of many transactions. */
    @Test
    void commit_positionWithALineBreak_isInvalidatedWithoutIt() throws SQLException {
        JdbcTransactions wordy = JdbcTransactions.of(database, connection -> Optional.of("server:1-7,\nother:1-9"));
        var required = new AtomicReference<String>();
        CacheAside<String, String> observed = CacheAside.<String, String>builder(
                        "wordy", CacheLoader.withContext((key, context) -> {
                            required.set(context.requiredPosition().orElse("none"));
                            return read(key);
                        }))
                .transactions(wordy)
                .build();
        changeThrough(wordy, observed);

        assertThat(observed.get("k")).hasValue("new");
        assertThat(required).hasValue("none");
    }

    private static void changeThrough(JdbcTransactions transactions, CacheAside<String, String> cache)
            throws SQLException {
        cache.get("k");
        try (Connection connection = transactions.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            update(connection, "k");
            cache.invalidateAfterCommit("k");
            connection.commit();
        }
    }

    @Test
    void invalidateAfterCommit_noTransaction_happensAtOnce() throws SQLException {
        cache.get("k");
        try (Connection connection = transactions.dataSource().getConnection()) {
            update(connection, "k");

            cache.invalidateAfterCommit("k");

            assertThat(cache.get("k")).hasValue("new");
        }
    }

    @Test
    void invalidateAfterCommit_twoTransactionsOnOneConnection_eachHasItsOwn() throws SQLException {
        try (Connection connection = begin()) {
            cache.invalidateAfterCommit("k");
            connection.commit();
            assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
            cache.invalidateAfterCommit("other");
            connection.rollback();
            connection.commit();
        }

        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    @Test
    void invalidateAfterCommit_withoutTransactionsInTheBuilder_isRefused() {
        CacheAside<String, String> plain =
                CacheAside.<String, String>builder("plain", key -> key).build();

        assertThatThrownBy(() -> plain.invalidateAfterCommit("k"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("JdbcTransactions");
    }

    @Test
    void connection_looksLikeOne() throws SQLException {
        try (Connection connection = begin();
                Connection another = begin()) {
            assertThat(List.of(connection)).contains(connection).doesNotContain(another);
            assertThat(connection.hashCode()).isNotEqualTo(another.hashCode());
            assertThatThrownBy(() -> connection.prepareStatement("NO SQL")).isInstanceOf(SQLException.class);
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = transactions.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void update(Connection connection, String key) throws SQLException {
        try (var statement = connection.prepareStatement("UPDATE things SET name = 'new' WHERE id = ?")) {
            statement.setString(1, key);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private @Nullable String read(String key) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("SELECT name FROM things WHERE id = ?")) {
            statement.setString(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
