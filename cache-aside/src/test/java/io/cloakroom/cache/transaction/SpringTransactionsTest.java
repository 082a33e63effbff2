package io.cloakroom.cache.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.spring.SpringTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Invalidation after the commit of Spring's transactions, on a real database. */
final class SpringTransactionsTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private final CacheAside<String, String> cache = CacheAside.<String, String>builder("things", this::read)
            .transactions(SpringTransactions.create(() -> Optional.of("0001")))
            .build();
    private @Nullable Connection keepAlive;

    @BeforeEach
    void create() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
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
    void commit_invalidatesBeforeTheTemplateReturns() {
        cache.get("k");

        transaction().executeWithoutResult(status -> {
            update("k");
            cache.invalidateAllAfterCommit(List.of("k", "k"));
            assertThat(cache.get("k")).as("before the commit").hasValue("old");
        });

        assertThat(cache.get("k")).hasValue("new");
        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    @Test
    void exception_rollsBackAndForgets() {
        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> {
                    update("k");
                    cache.invalidateAfterCommit("k");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(cache.inspect().invalidated().confirmed()).isZero();
        assertThat(cache.get("k")).hasValue("old");
    }

    @Test
    void commit_positionCannotBeHad_isInvalidatedAllTheSame() {
        CacheAside<String, String> unlucky = CacheAside.<String, String>builder("unlucky", this::read)
                .transactions(SpringTransactions.create(() -> {
                    throw new IllegalStateException("no position");
                }))
                .build();
        unlucky.get("k");

        transaction().executeWithoutResult(status -> {
            update("k");
            unlucky.invalidateAfterCommit("k");
        });

        assertThat(unlucky.get("k")).hasValue("new");
        assertThat(unlucky.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    @Test
    void innerTransaction_endsByItself() {
        transaction().executeWithoutResult(outer -> {
            cache.invalidateAfterCommit("k");
            TransactionTemplate inner = transaction();
            inner.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            inner.executeWithoutResult(status -> {
                update("other");
                cache.invalidateAfterCommit("other");
            });
            assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
            outer.setRollbackOnly();
        });

        assertThat(cache.inspect().invalidated().confirmed()).isEqualTo(1);
    }

    @Test
    void invalidateAfterCommit_noTransaction_happensAtOnce() {
        cache.get("k");
        update("k");

        cache.invalidateAfterCommit("k");

        assertThat(cache.get("k")).hasValue("new");
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(database));
    }

    private void update(String key) {
        new JdbcTemplate(database).update("UPDATE things SET name = 'new' WHERE id = ?", key);
    }

    // over a connection of its own: not part of the transaction
    private @Nullable String read(String key) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("SELECT name FROM things WHERE id = ?")) {
            statement.setString(1, key);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
