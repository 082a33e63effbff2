package io.cloakroom.routing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A result set that gives the routed statement back, so that nobody gets hold of the physical connection through it.
 * Nothing is allocated for a row.
 */
final class RoutedResultSet extends UpdatingResultSet {

    private final @Nullable RoutedStatement statement;

    RoutedResultSet(@Nullable RoutedStatement statement, ResultSet rows) {
        super(rows);
        this.statement = statement;
    }

    @Override
    public boolean next() throws SQLException {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw statement == null ? e : statement.failedReading(e);
        }
    }

    @Override
    public void insertRow() throws SQLException {
        write(rows::insertRow);
    }

    @Override
    public void updateRow() throws SQLException {
        write(rows::updateRow);
    }

    @Override
    public void deleteRow() throws SQLException {
        write(rows::deleteRow);
    }

    private void write(RowWrite write) throws SQLException {
        if (statement == null) {
            write.run();
        } else {
            statement.writeRow(write);
        }
    }

    @Override
    public void close() throws SQLException {
        rows.close();
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        rows.getStatement();
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        return iface.isInstance(this) ? iface.cast(this) : rows.unwrap(iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) throws SQLException {
        return iface.isInstance(this) || rows.isWrapperFor(iface);
    }

    /** A change of the row. */
    @FunctionalInterface
    interface RowWrite {
        void run() throws SQLException;
    }
}
