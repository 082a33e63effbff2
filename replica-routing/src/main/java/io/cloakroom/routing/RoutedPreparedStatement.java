package io.cloakroom.routing;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prepared statement that keeps its parameters when its connection moves to another node. */
class RoutedPreparedStatement extends ParameterSetters {

    private final Sql sql;
    private final List<@Nullable ParameterSetting> parameters = new ArrayList<>();
    private boolean streamed;
    private boolean batched;

    RoutedPreparedStatement(RoutedConnection connection, Sql sql, StatementSource source) {
        super(connection, source);
        this.sql = sql;
    }

    /** The driver's statement of the moment. */
    final PreparedStatement prepared() throws SQLException {
        return (PreparedStatement) delegate();
    }

    @Override
    void restore(Statement fresh) throws SQLException {
        super.restore(fresh);
        if (batched) {
            throw new SQLException(
                    "The batch of this statement was begun on another node; add its rows again", "25000");
        }
        for (ParameterSetting parameter : parameters) {
            if (parameter != null) {
                parameter.on((PreparedStatement) fresh);
            }
        }
    }

    @Override
    final void set(int index, ParameterSetting setting) throws SQLException {
        setting.on(prepared());
        while (parameters.size() < index) {
            parameters.add(null);
        }
        parameters.set(index - 1, setting);
    }

    @Override
    final void setOnce(int index, ParameterSetting setting) throws SQLException {
        set(index, setting);
        parameters.set(index - 1, statement -> {
            throw ParameterSetting.consumed(index);
        });
        streamed = true;
    }

    /** Notes that a value can be read once only. */
    final void streamed() {
        streamed = true;
    }

    @Override
    final boolean isRepeatable() {
        return !streamed && !batched;
    }

    @Override
    public void clearParameters() throws SQLException {
        prepared().clearParameters();
        parameters.clear();
        streamed = false;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return rows(run(sql, s -> ((PreparedStatement) s).executeQuery()));
    }

    @Override
    public int executeUpdate() throws SQLException {
        return run(sql, s -> ((PreparedStatement) s).executeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return run(sql, s -> ((PreparedStatement) s).executeLargeUpdate());
    }

    @Override
    public boolean execute() throws SQLException {
        return run(sql, s -> ((PreparedStatement) s).execute());
    }

    @Override
    public void addBatch() throws SQLException {
        prepared().addBatch();
        batched = true;
    }

    @Override
    public void addBatch(String ignored) throws SQLException {
        throw new SQLException("addBatch(String) is not for a prepared statement");
    }

    @Override
    public void clearBatch() throws SQLException {
        prepared().clearBatch();
        batched = false;
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return runBatch(Statement::executeBatch);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return runBatch(Statement::executeLargeBatch);
    }

    private <T> T runBatch(Run<T> run) throws SQLException {
        try {
            return run(sql, run);
        } finally {
            batched = false;
        }
    }

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        return prepared().getMetaData();
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        return prepared().getParameterMetaData();
    }
}
