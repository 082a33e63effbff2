package io.cloakroom.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/**
 * The setters of a {@link PreparedStatement}: each is applied at once and remembered, so that the statement can follow
 * its connection to another node. The length is that of the interface.
 */
abstract class ParameterSetters extends RoutedStatement implements PreparedStatement {

    ParameterSetters(RoutedConnection connection, StatementSource source) {
        super(connection, source);
    }

    /** Applies and remembers a value. */
    abstract void set(int index, ParameterSetting setting) throws SQLException;

    /** Applies a value that can be read only once, and so cannot follow to another node. */
    abstract void setOnce(int index, ParameterSetting setting) throws SQLException;

    @Override
    public void setNull(int parameterIndex, int sqlType) throws SQLException {
        set(parameterIndex, p -> p.setNull(parameterIndex, sqlType));
    }

    @Override
    public void setBoolean(int parameterIndex, boolean value) throws SQLException {
        set(parameterIndex, p -> p.setBoolean(parameterIndex, value));
    }

    @Override
    public void setByte(int parameterIndex, byte value) throws SQLException {
        set(parameterIndex, p -> p.setByte(parameterIndex, value));
    }

    @Override
    public void setShort(int parameterIndex, short value) throws SQLException {
        set(parameterIndex, p -> p.setShort(parameterIndex, value));
    }

    @Override
    public void setInt(int parameterIndex, int value) throws SQLException {
        set(parameterIndex, p -> p.setInt(parameterIndex, value));
    }

    @Override
    public void setLong(int parameterIndex, long value) throws SQLException {
        set(parameterIndex, p -> p.setLong(parameterIndex, value));
    }

    @Override
    public void setFloat(int parameterIndex, float value) throws SQLException {
        set(parameterIndex, p -> p.setFloat(parameterIndex, value));
    }

    @Override
    public void setDouble(int parameterIndex, double value) throws SQLException {
        set(parameterIndex, p -> p.setDouble(parameterIndex, value));
    }

    @Override
    public void setBigDecimal(int parameterIndex, BigDecimal value) throws SQLException {
        set(parameterIndex, p -> p.setBigDecimal(parameterIndex, value));
    }

    @Override
    public void setString(int parameterIndex, String value) throws SQLException {
        set(parameterIndex, p -> p.setString(parameterIndex, value));
    }

    @Override
    public void setBytes(int parameterIndex, byte[] value) throws SQLException {
        set(parameterIndex, p -> p.setBytes(parameterIndex, value));
    }

    @Override
    public void setDate(int parameterIndex, Date value) throws SQLException {
        set(parameterIndex, p -> p.setDate(parameterIndex, value));
    }

    @Override
    public void setTime(int parameterIndex, Time value) throws SQLException {
        set(parameterIndex, p -> p.setTime(parameterIndex, value));
    }

    @Override
    public void setTimestamp(int parameterIndex, Timestamp value) throws SQLException {
        set(parameterIndex, p -> p.setTimestamp(parameterIndex, value));
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, p -> p.setAsciiStream(parameterIndex, value, length));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, p -> p.setUnicodeStream(parameterIndex, value, length));
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream value, int length) throws SQLException {
        setOnce(parameterIndex, p -> p.setBinaryStream(parameterIndex, value, length));
    }

    @Override
    public void setObject(int parameterIndex, Object value, int targetSqlType) throws SQLException {
        set(parameterIndex, p -> p.setObject(parameterIndex, value, targetSqlType));
    }

    @Override
    public void setObject(int parameterIndex, Object value) throws SQLException {
        set(parameterIndex, p -> p.setObject(parameterIndex, value));
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader, int length) throws SQLException {
        setOnce(parameterIndex, p -> p.setCharacterStream(parameterIndex, reader, length));
    }

    @Override
    public void setRef(int parameterIndex, Ref value) throws SQLException {
        set(parameterIndex, p -> p.setRef(parameterIndex, value));
    }

    @Override
    public void setBlob(int parameterIndex, Blob value) throws SQLException {
        set(parameterIndex, p -> p.setBlob(parameterIndex, value));
    }

    @Override
    public void setClob(int parameterIndex, Clob value) throws SQLException {
        set(parameterIndex, p -> p.setClob(parameterIndex, value));
    }

    @Override
    public void setArray(int parameterIndex, Array value) throws SQLException {
        set(parameterIndex, p -> p.setArray(parameterIndex, value));
    }

    @Override
    public void setDate(int parameterIndex, Date value, Calendar calendar) throws SQLException {
        set(parameterIndex, p -> p.setDate(parameterIndex, value, calendar));
    }

    @Override
    public void setTime(int parameterIndex, Time value, Calendar calendar) throws SQLException {
        set(parameterIndex, p -> p.setTime(parameterIndex, value, calendar));
    }

    @Override
    public void setTimestamp(int parameterIndex, Timestamp value, Calendar calendar) throws SQLException {
        set(parameterIndex, p -> p.setTimestamp(parameterIndex, value, calendar));
    }

    @Override
    public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
        set(parameterIndex, p -> p.setNull(parameterIndex, sqlType, typeName));
    }

    @Override
    public void setURL(int parameterIndex, URL value) throws SQLException {
        set(parameterIndex, p -> p.setURL(parameterIndex, value));
    }

    @Override
    public void setRowId(int parameterIndex, RowId value) throws SQLException {
        set(parameterIndex, p -> p.setRowId(parameterIndex, value));
    }

    @Override
    public void setNString(int parameterIndex, String value) throws SQLException {
        set(parameterIndex, p -> p.setNString(parameterIndex, value));
    }

    @Override
    public void setNCharacterStream(int parameterIndex, Reader value, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setNCharacterStream(parameterIndex, value, length));
    }

    @Override
    public void setNClob(int parameterIndex, NClob value) throws SQLException {
        set(parameterIndex, p -> p.setNClob(parameterIndex, value));
    }

    @Override
    public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setClob(parameterIndex, reader, length));
    }

    @Override
    public void setBlob(int parameterIndex, InputStream inputStream, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setBlob(parameterIndex, inputStream, length));
    }

    @Override
    public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setNClob(parameterIndex, reader, length));
    }

    @Override
    public void setSQLXML(int parameterIndex, SQLXML value) throws SQLException {
        set(parameterIndex, p -> p.setSQLXML(parameterIndex, value));
    }

    @Override
    public void setObject(int parameterIndex, Object value, int targetSqlType, int scaleOrLength) throws SQLException {
        set(parameterIndex, p -> p.setObject(parameterIndex, value, targetSqlType, scaleOrLength));
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream value, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setAsciiStream(parameterIndex, value, length));
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream value, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setBinaryStream(parameterIndex, value, length));
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader, long length) throws SQLException {
        setOnce(parameterIndex, p -> p.setCharacterStream(parameterIndex, reader, length));
    }

    @Override
    public void setAsciiStream(int parameterIndex, InputStream value) throws SQLException {
        setOnce(parameterIndex, p -> p.setAsciiStream(parameterIndex, value));
    }

    @Override
    public void setBinaryStream(int parameterIndex, InputStream value) throws SQLException {
        setOnce(parameterIndex, p -> p.setBinaryStream(parameterIndex, value));
    }

    @Override
    public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, p -> p.setCharacterStream(parameterIndex, reader));
    }

    @Override
    public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
        setOnce(parameterIndex, p -> p.setNCharacterStream(parameterIndex, value));
    }

    @Override
    public void setClob(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, p -> p.setClob(parameterIndex, reader));
    }

    @Override
    public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
        setOnce(parameterIndex, p -> p.setBlob(parameterIndex, inputStream));
    }

    @Override
    public void setNClob(int parameterIndex, Reader reader) throws SQLException {
        setOnce(parameterIndex, p -> p.setNClob(parameterIndex, reader));
    }

    @Override
    public void setObject(int parameterIndex, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        set(parameterIndex, p -> p.setObject(parameterIndex, value, targetSqlType, scaleOrLength));
    }

    @Override
    public void setObject(int parameterIndex, Object value, SQLType targetSqlType) throws SQLException {
        set(parameterIndex, p -> p.setObject(parameterIndex, value, targetSqlType));
    }
}
