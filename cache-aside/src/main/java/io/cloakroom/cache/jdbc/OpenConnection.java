package io.cloakroom.cache.jdbc;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.transaction.Participants;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that an application uses, with those who want to know how its present transaction ends. */
final class OpenConnection implements InvocationHandler {

    private static final System.Logger log = System.getLogger(JdbcTransactions.class.getName());

    private final Connection connection;
    private final JdbcTransactions.CommitPosition positions;
    private final Consumer<OpenConnection> whenClosed;
    private final Participants participants = new Participants();

    OpenConnection(
            Connection connection, JdbcTransactions.CommitPosition positions, Consumer<OpenConnection> whenClosed) {
        this.connection = connection;
        this.positions = positions;
        this.whenClosed = whenClosed;
    }

    Participants participants() {
        return participants;
    }

    boolean isInTransaction() {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException closed) {
            return false;
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "commit" -> committing(method, arguments);
            case "setAutoCommit" ->
                isInTransaction() && arguments != null && Boolean.TRUE.equals(arguments[0])
                        ? committing(method, arguments) // prescribed: it commits
                        : JdbcTransactions.call(connection, method, arguments);
            case "rollback" -> rollingBack(method, arguments);
            case "close", "abort" -> closing(method, arguments);
            default -> JdbcTransactions.call(connection, method, arguments);
        };
    }

    private @Nullable Object committing(Method method, Object @Nullable [] arguments) throws Throwable {
        boolean succeeded = false;
        try {
            Object result = JdbcTransactions.call(connection, method, arguments);
            succeeded = true;
            return result;
        } finally {
            if (!participants.isEmpty()) {
                // after a failure nobody knows, and to forget too much does no harm
                participants.committed(succeeded ? position() : Optional.empty());
            }
        }
    }

    private @Nullable Object rollingBack(Method method, Object @Nullable [] arguments) throws Throwable {
        Object result = JdbcTransactions.call(connection, method, arguments);
        if (arguments == null || arguments.length == 0) { // to a savepoint: the transaction goes on
            participants.rolledBack();
        }
        return result;
    }

    // what JDBC leaves open, pools and drivers roll back
    private @Nullable Object closing(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return JdbcTransactions.call(connection, method, arguments);
        } finally {
            participants.rolledBack();
            whenClosed.accept(this);
        }
    }

    // the transaction is committed: whatever goes wrong here, the others must be told
    private Optional<String> position() {
        try {
            return requireNonNull(positions.of(connection), "position");
        } catch (SQLException | RuntimeException e) {
            log.log(WARNING, "The position of a commit cannot be had; what it changed is invalidated without", e);
            return Optional.empty();
        }
    }
}
