package io.cloakroom.cache.jdbc;

import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.transaction.Transaction;
import io.cloakroom.cache.transaction.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a thread, seen at the connections that it takes from a {@link DataSource}: a transaction is what
 * happens between two commits on a connection without auto-commit.
 *
 * <pre>{@code
 * JdbcTransactions transactions = JdbcTransactions.of(pool);
 * CacheAside<String, Product> products = CacheAside.<String, Product>builder("products", dao::find)
 *         .transactions(transactions)
 *         .build();
 * try (Connection connection = transactions.dataSource().getConnection()) {
 *     connection.setAutoCommit(false);
 *     dao.update(connection, changed);
 *     products.invalidateAfterCommit(changed.sku());
 *     connection.commit(); // invalidates before it returns; a rollback forgets
 * }
 * }</pre>
 *
 * <p>If a commit throws, nobody knows whether it happened, and what was noted is invalidated to be safe. A connection
 * belongs to the thread that took it; one that is handed to another thread is not seen there. Safe for use by many
 * threads at once.
 */
public final class JdbcTransactions implements Transactions {

    private final DataSource dataSource;
    private final CommitPosition positions;
    private final ThreadLocal<Deque<OpenConnection>> open = ThreadLocal.withInitial(ArrayDeque::new);

    /** Tells how the database names the commit that a connection has just done. */
    @FunctionalInterface
    public interface CommitPosition {

        /**
         * Asks for the position, right after a commit that something was invalidated for.
         *
         * @param connection the connection, outside any transaction; not to be closed or committed
         * @return the position, at most 1000 characters without a line break; empty if it is not known. One of another
         *     form is logged and taken for unknown
         * @throws SQLException if it cannot be found out, which is logged and taken for unknown, as is whatever else is
         *     thrown
         */
        Optional<String> of(Connection connection) throws SQLException;
    }

    private JdbcTransactions(DataSource dataSource, CommitPosition positions) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
        this.positions = requireNonNull(positions, "positions");
    }

    /**
     * Observes the connections of a data source.
     *
     * @param dataSource usually a pool
     * @return the transactions on the connections of {@link #dataSource()}
     */
    public static JdbcTransactions of(DataSource dataSource) {
        return new JdbcTransactions(dataSource, connection -> Optional.empty());
    }

    /**
     * Observes the connections of a data source and asks the database for the position of commits, so that later loads
     * are told what they must have seen.
     *
     * @param dataSource usually a pool
     * @param positions asks for the position; costs a query for each transaction that invalidates something
     * @return the transactions on the connections of {@link #dataSource()}
     */
    public static JdbcTransactions of(DataSource dataSource, CommitPosition positions) {
        return new JdbcTransactions(dataSource, positions);
    }

    /**
     * Returns the data source that the application has to use, so that its commits are seen.
     *
     * @return a view of the one that was given; its connections can be unwrapped
     */
    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                JdbcTransactions.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = call(dataSource, method, arguments);
                    return result instanceof Connection connection ? opened(connection) : result;
                });
    }

    @Override
    public Optional<Transaction> current() {
        for (OpenConnection connection : open.get()) {
            if (connection.isInTransaction()) {
                return Optional.of(connection.participants());
            }
        }
        return Optional.empty();
    }

    private Connection opened(Connection connection) {
        Deque<OpenConnection> ofThread = open.get();
        var observed = new OpenConnection(connection, positions, closed -> {
            ofThread.remove(closed);
            if (open.get().isEmpty()) {
                open.remove();
            }
        });
        ofThread.push(observed);
        return (Connection) Proxy.newProxyInstance(
                JdbcTransactions.class.getClassLoader(), new Class<?>[] {Connection.class}, observed);
    }

    /** Calls a method as if there were no reflection in between. */
    static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
