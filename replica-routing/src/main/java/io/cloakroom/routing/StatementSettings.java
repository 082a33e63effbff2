package io.cloakroom.routing;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of a {@link Statement}: remembered, so that they can be made before there is a physical connection and
 * made again on another; and the questions that the driver's statement answers.
 */
abstract class StatementSettings implements Statement {

    private final Map<String, StatementSetting> settings = new LinkedHashMap<>(4);

    /** The driver's statement of the moment. */
    abstract Statement delegate() throws SQLException;

    /** Applies a setting to the driver's statement, if there is one. */
    abstract void apply(StatementSetting setting) throws SQLException;

    /** Brings a driver's statement that was just made to what was set. */
    void restore(Statement fresh) throws SQLException {
        for (StatementSetting setting : settings.values()) {
            setting.on(fresh);
        }
    }

    private void remember(String name, StatementSetting setting) throws SQLException {
        apply(setting);
        settings.put(name, setting);
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        remember("setMaxFieldSize", s -> s.setMaxFieldSize(max));
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        remember("setMaxRows", s -> s.setMaxRows(max));
    }

    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        remember("setEscapeProcessing", s -> s.setEscapeProcessing(enable));
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        remember("setQueryTimeout", s -> s.setQueryTimeout(seconds));
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        // many drivers refuse this, and should do so at once
        delegate();
        remember("setCursorName", s -> s.setCursorName(name));
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        remember("setFetchDirection", s -> s.setFetchDirection(direction));
    }

    @Override
    public void setFetchSize(int rows) throws SQLException {
        remember("setFetchSize", s -> s.setFetchSize(rows));
    }

    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        remember("setPoolable", s -> s.setPoolable(poolable));
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        remember("closeOnCompletion", s -> s.closeOnCompletion());
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        remember("setMaxRows", s -> s.setLargeMaxRows(max));
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        return delegate().getMaxFieldSize();
    }

    @Override
    public int getMaxRows() throws SQLException {
        return delegate().getMaxRows();
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        return delegate().getQueryTimeout();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return delegate().getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        delegate().clearWarnings();
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return delegate().getUpdateCount();
    }

    @Override
    public int getFetchDirection() throws SQLException {
        return delegate().getFetchDirection();
    }

    @Override
    public int getFetchSize() throws SQLException {
        return delegate().getFetchSize();
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        return delegate().getResultSetConcurrency();
    }

    @Override
    public int getResultSetType() throws SQLException {
        return delegate().getResultSetType();
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        return delegate().getResultSetHoldability();
    }

    @Override
    public boolean isPoolable() throws SQLException {
        return delegate().isPoolable();
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        return delegate().isCloseOnCompletion();
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        return delegate().getLargeUpdateCount();
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        return delegate().getLargeMaxRows();
    }

    @Override
    public String enquoteLiteral(String val) throws SQLException {
        return delegate().enquoteLiteral(val);
    }

    @Override
    public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
        return delegate().enquoteIdentifier(identifier, alwaysQuote);
    }

    @Override
    public boolean isSimpleIdentifier(String identifier) throws SQLException {
        return delegate().isSimpleIdentifier(identifier);
    }

    @Override
    public String enquoteNCharLiteral(String val) throws SQLException {
        return delegate().enquoteNCharLiteral(val);
    }
}
