package io.cloakroom.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Map;

/**
 * A {@link CallableStatement} that follows its connection to another node: named and out parameters are remembered, as
 * the numbered ones are. The length is that of the interface.
 */
final class RoutedCallableStatement extends CallResults {

    private final Map<Object, CallSetting> outs = new HashMap<>();
    private final Map<String, CallSetting> named = new HashMap<>();

    RoutedCallableStatement(RoutedConnection connection, Sql sql, StatementSource source) {
        super(connection, sql, source);
    }

    @Override
    void restore(Statement fresh) throws SQLException {
        super.restore(fresh);
        CallableStatement call = (CallableStatement) fresh;
        for (CallSetting out : outs.values()) {
            out.on(call);
        }
        for (CallSetting value : named.values()) {
            value.on(call);
        }
    }

    @Override
    public void clearParameters() throws SQLException {
        super.clearParameters();
        named.clear();
    }

    private void register(Object parameter, CallSetting setting) throws SQLException {
        setting.on(call());
        outs.put(parameter, setting);
    }

    private void setNamed(String parameter, CallSetting setting) throws SQLException {
        setting.on(call());
        named.put(parameter, setting);
    }

    private void setNamedOnce(String parameter, CallSetting setting) throws SQLException {
        setting.on(call());
        named.put(parameter, c -> {
            throw ParameterSetting.consumed(parameter);
        });
        streamed();
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType));
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType, scale));
    }

    @Override
    public void registerOutParameter(int parameterIndex, int sqlType, String typeName) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType, typeName));
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType));
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType, int scale) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType, scale));
    }

    @Override
    public void registerOutParameter(String parameterName, int sqlType, String typeName) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType, typeName));
    }

    @Override
    public void setURL(String parameterName, URL val) throws SQLException {
        setNamed(parameterName, c -> c.setURL(parameterName, val));
    }

    @Override
    public void setNull(String parameterName, int sqlType) throws SQLException {
        setNamed(parameterName, c -> c.setNull(parameterName, sqlType));
    }

    @Override
    public void setBoolean(String parameterName, boolean value) throws SQLException {
        setNamed(parameterName, c -> c.setBoolean(parameterName, value));
    }

    @Override
    public void setByte(String parameterName, byte value) throws SQLException {
        setNamed(parameterName, c -> c.setByte(parameterName, value));
    }

    @Override
    public void setShort(String parameterName, short value) throws SQLException {
        setNamed(parameterName, c -> c.setShort(parameterName, value));
    }

    @Override
    public void setInt(String parameterName, int value) throws SQLException {
        setNamed(parameterName, c -> c.setInt(parameterName, value));
    }

    @Override
    public void setLong(String parameterName, long value) throws SQLException {
        setNamed(parameterName, c -> c.setLong(parameterName, value));
    }

    @Override
    public void setFloat(String parameterName, float value) throws SQLException {
        setNamed(parameterName, c -> c.setFloat(parameterName, value));
    }

    @Override
    public void setDouble(String parameterName, double value) throws SQLException {
        setNamed(parameterName, c -> c.setDouble(parameterName, value));
    }

    @Override
    public void setBigDecimal(String parameterName, BigDecimal value) throws SQLException {
        setNamed(parameterName, c -> c.setBigDecimal(parameterName, value));
    }

    @Override
    public void setString(String parameterName, String value) throws SQLException {
        setNamed(parameterName, c -> c.setString(parameterName, value));
    }

    @Override
    public void setBytes(String parameterName, byte[] value) throws SQLException {
        setNamed(parameterName, c -> c.setBytes(parameterName, value));
    }

    @Override
    public void setDate(String parameterName, Date value) throws SQLException {
        setNamed(parameterName, c -> c.setDate(parameterName, value));
    }

    @Override
    public void setTime(String parameterName, Time value) throws SQLException {
        setNamed(parameterName, c -> c.setTime(parameterName, value));
    }

    @Override
    public void setTimestamp(String parameterName, Timestamp value) throws SQLException {
        setNamed(parameterName, c -> c.setTimestamp(parameterName, value));
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value, int length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setAsciiStream(parameterName, value, length));
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value, int length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setBinaryStream(parameterName, value, length));
    }

    @Override
    public void setObject(String parameterName, Object value, int targetSqlType, int scale) throws SQLException {
        setNamed(parameterName, c -> c.setObject(parameterName, value, targetSqlType, scale));
    }

    @Override
    public void setObject(String parameterName, Object value, int targetSqlType) throws SQLException {
        setNamed(parameterName, c -> c.setObject(parameterName, value, targetSqlType));
    }

    @Override
    public void setObject(String parameterName, Object value) throws SQLException {
        setNamed(parameterName, c -> c.setObject(parameterName, value));
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader, int length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setCharacterStream(parameterName, reader, length));
    }

    @Override
    public void setDate(String parameterName, Date value, Calendar calendar) throws SQLException {
        setNamed(parameterName, c -> c.setDate(parameterName, value, calendar));
    }

    @Override
    public void setTime(String parameterName, Time value, Calendar calendar) throws SQLException {
        setNamed(parameterName, c -> c.setTime(parameterName, value, calendar));
    }

    @Override
    public void setTimestamp(String parameterName, Timestamp value, Calendar calendar) throws SQLException {
        setNamed(parameterName, c -> c.setTimestamp(parameterName, value, calendar));
    }

    @Override
    public void setNull(String parameterName, int sqlType, String typeName) throws SQLException {
        setNamed(parameterName, c -> c.setNull(parameterName, sqlType, typeName));
    }

    @Override
    public void setRowId(String parameterName, RowId value) throws SQLException {
        setNamed(parameterName, c -> c.setRowId(parameterName, value));
    }

    @Override
    public void setNString(String parameterName, String value) throws SQLException {
        setNamed(parameterName, c -> c.setNString(parameterName, value));
    }

    @Override
    public void setNCharacterStream(String parameterName, Reader value, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setNCharacterStream(parameterName, value, length));
    }

    @Override
    public void setNClob(String parameterName, NClob value) throws SQLException {
        setNamed(parameterName, c -> c.setNClob(parameterName, value));
    }

    @Override
    public void setClob(String parameterName, Reader reader, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setClob(parameterName, reader, length));
    }

    @Override
    public void setBlob(String parameterName, InputStream inputStream, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setBlob(parameterName, inputStream, length));
    }

    @Override
    public void setNClob(String parameterName, Reader reader, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setNClob(parameterName, reader, length));
    }

    @Override
    public void setSQLXML(String parameterName, SQLXML value) throws SQLException {
        setNamed(parameterName, c -> c.setSQLXML(parameterName, value));
    }

    @Override
    public void setBlob(String parameterName, Blob value) throws SQLException {
        setNamed(parameterName, c -> c.setBlob(parameterName, value));
    }

    @Override
    public void setClob(String parameterName, Clob value) throws SQLException {
        setNamed(parameterName, c -> c.setClob(parameterName, value));
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setAsciiStream(parameterName, value, length));
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setBinaryStream(parameterName, value, length));
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader, long length) throws SQLException {
        setNamedOnce(parameterName, c -> c.setCharacterStream(parameterName, reader, length));
    }

    @Override
    public void setAsciiStream(String parameterName, InputStream value) throws SQLException {
        setNamedOnce(parameterName, c -> c.setAsciiStream(parameterName, value));
    }

    @Override
    public void setBinaryStream(String parameterName, InputStream value) throws SQLException {
        setNamedOnce(parameterName, c -> c.setBinaryStream(parameterName, value));
    }

    @Override
    public void setCharacterStream(String parameterName, Reader reader) throws SQLException {
        setNamedOnce(parameterName, c -> c.setCharacterStream(parameterName, reader));
    }

    @Override
    public void setNCharacterStream(String parameterName, Reader value) throws SQLException {
        setNamedOnce(parameterName, c -> c.setNCharacterStream(parameterName, value));
    }

    @Override
    public void setClob(String parameterName, Reader reader) throws SQLException {
        setNamedOnce(parameterName, c -> c.setClob(parameterName, reader));
    }

    @Override
    public void setBlob(String parameterName, InputStream inputStream) throws SQLException {
        setNamedOnce(parameterName, c -> c.setBlob(parameterName, inputStream));
    }

    @Override
    public void setNClob(String parameterName, Reader reader) throws SQLException {
        setNamedOnce(parameterName, c -> c.setNClob(parameterName, reader));
    }

    @Override
    public void setObject(String parameterName, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        setNamed(parameterName, c -> c.setObject(parameterName, value, targetSqlType, scaleOrLength));
    }

    @Override
    public void setObject(String parameterName, Object value, SQLType targetSqlType) throws SQLException {
        setNamed(parameterName, c -> c.setObject(parameterName, value, targetSqlType));
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType));
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType, scale));
    }

    @Override
    public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName) throws SQLException {
        register(parameterIndex, c -> c.registerOutParameter(parameterIndex, sqlType, typeName));
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType));
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType, int scale) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType, scale));
    }

    @Override
    public void registerOutParameter(String parameterName, SQLType sqlType, String typeName) throws SQLException {
        register(parameterName, c -> c.registerOutParameter(parameterName, sqlType, typeName));
    }

    /** A call on a callable statement that is remembered. */
    @FunctionalInterface
    private interface CallSetting {
        void on(CallableStatement call) throws SQLException;
    }
}
