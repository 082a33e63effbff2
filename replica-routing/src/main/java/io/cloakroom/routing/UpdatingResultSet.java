package io.cloakroom.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** The updating half of a {@link ResultSet} that passes every call on. The length is that of the interface. */
abstract class UpdatingResultSet extends ReadingResultSet {

    UpdatingResultSet(ResultSet rows) {
        super(rows);
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        return rows.rowUpdated();
    }

    @Override
    public boolean rowInserted() throws SQLException {
        return rows.rowInserted();
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        return rows.rowDeleted();
    }

    @Override
    public void updateNull(int columnIndex) throws SQLException {
        rows.updateNull(columnIndex);
    }

    @Override
    public void updateBoolean(int columnIndex, boolean value) throws SQLException {
        rows.updateBoolean(columnIndex, value);
    }

    @Override
    public void updateByte(int columnIndex, byte value) throws SQLException {
        rows.updateByte(columnIndex, value);
    }

    @Override
    public void updateShort(int columnIndex, short value) throws SQLException {
        rows.updateShort(columnIndex, value);
    }

    @Override
    public void updateInt(int columnIndex, int value) throws SQLException {
        rows.updateInt(columnIndex, value);
    }

    @Override
    public void updateLong(int columnIndex, long value) throws SQLException {
        rows.updateLong(columnIndex, value);
    }

    @Override
    public void updateFloat(int columnIndex, float value) throws SQLException {
        rows.updateFloat(columnIndex, value);
    }

    @Override
    public void updateDouble(int columnIndex, double value) throws SQLException {
        rows.updateDouble(columnIndex, value);
    }

    @Override
    public void updateBigDecimal(int columnIndex, BigDecimal value) throws SQLException {
        rows.updateBigDecimal(columnIndex, value);
    }

    @Override
    public void updateString(int columnIndex, String value) throws SQLException {
        rows.updateString(columnIndex, value);
    }

    @Override
    public void updateBytes(int columnIndex, byte[] value) throws SQLException {
        rows.updateBytes(columnIndex, value);
    }

    @Override
    public void updateDate(int columnIndex, Date value) throws SQLException {
        rows.updateDate(columnIndex, value);
    }

    @Override
    public void updateTime(int columnIndex, Time value) throws SQLException {
        rows.updateTime(columnIndex, value);
    }

    @Override
    public void updateTimestamp(int columnIndex, Timestamp value) throws SQLException {
        rows.updateTimestamp(columnIndex, value);
    }

    @Override
    public void updateAsciiStream(int columnIndex, InputStream value, int length) throws SQLException {
        rows.updateAsciiStream(columnIndex, value, length);
    }

    @Override
    public void updateBinaryStream(int columnIndex, InputStream value, int length) throws SQLException {
        rows.updateBinaryStream(columnIndex, value, length);
    }

    @Override
    public void updateCharacterStream(int columnIndex, Reader value, int length) throws SQLException {
        rows.updateCharacterStream(columnIndex, value, length);
    }

    @Override
    public void updateObject(int columnIndex, Object value, int scaleOrLength) throws SQLException {
        rows.updateObject(columnIndex, value, scaleOrLength);
    }

    @Override
    public void updateObject(int columnIndex, Object value) throws SQLException {
        rows.updateObject(columnIndex, value);
    }

    @Override
    public void updateNull(String columnLabel) throws SQLException {
        rows.updateNull(columnLabel);
    }

    @Override
    public void updateBoolean(String columnLabel, boolean value) throws SQLException {
        rows.updateBoolean(columnLabel, value);
    }

    @Override
    public void updateByte(String columnLabel, byte value) throws SQLException {
        rows.updateByte(columnLabel, value);
    }

    @Override
    public void updateShort(String columnLabel, short value) throws SQLException {
        rows.updateShort(columnLabel, value);
    }

    @Override
    public void updateInt(String columnLabel, int value) throws SQLException {
        rows.updateInt(columnLabel, value);
    }

    @Override
    public void updateLong(String columnLabel, long value) throws SQLException {
        rows.updateLong(columnLabel, value);
    }

    @Override
    public void updateFloat(String columnLabel, float value) throws SQLException {
        rows.updateFloat(columnLabel, value);
    }

    @Override
    public void updateDouble(String columnLabel, double value) throws SQLException {
        rows.updateDouble(columnLabel, value);
    }

    @Override
    public void updateBigDecimal(String columnLabel, BigDecimal value) throws SQLException {
        rows.updateBigDecimal(columnLabel, value);
    }

    @Override
    public void updateString(String columnLabel, String value) throws SQLException {
        rows.updateString(columnLabel, value);
    }

    @Override
    public void updateBytes(String columnLabel, byte[] value) throws SQLException {
        rows.updateBytes(columnLabel, value);
    }

    @Override
    public void updateDate(String columnLabel, Date value) throws SQLException {
        rows.updateDate(columnLabel, value);
    }

    @Override
    public void updateTime(String columnLabel, Time value) throws SQLException {
        rows.updateTime(columnLabel, value);
    }

    @Override
    public void updateTimestamp(String columnLabel, Timestamp value) throws SQLException {
        rows.updateTimestamp(columnLabel, value);
    }

    @Override
    public void updateAsciiStream(String columnLabel, InputStream value, int length) throws SQLException {
        rows.updateAsciiStream(columnLabel, value, length);
    }

    @Override
    public void updateBinaryStream(String columnLabel, InputStream value, int length) throws SQLException {
        rows.updateBinaryStream(columnLabel, value, length);
    }

    @Override
    public void updateCharacterStream(String columnLabel, Reader reader, int length) throws SQLException {
        rows.updateCharacterStream(columnLabel, reader, length);
    }

    @Override
    public void updateObject(String columnLabel, Object value, int scaleOrLength) throws SQLException {
        rows.updateObject(columnLabel, value, scaleOrLength);
    }

    @Override
    public void updateObject(String columnLabel, Object value) throws SQLException {
        rows.updateObject(columnLabel, value);
    }

    @Override
    public void insertRow() throws SQLException {
        rows.insertRow();
    }

    @Override
    public void updateRow() throws SQLException {
        rows.updateRow();
    }

    @Override
    public void deleteRow() throws SQLException {
        rows.deleteRow();
    }

    @Override
    public void refreshRow() throws SQLException {
        rows.refreshRow();
    }

    @Override
    public void cancelRowUpdates() throws SQLException {
        rows.cancelRowUpdates();
    }

    @Override
    public void moveToInsertRow() throws SQLException {
        rows.moveToInsertRow();
    }

    @Override
    public void moveToCurrentRow() throws SQLException {
        rows.moveToCurrentRow();
    }

    @Override
    public void updateRef(int columnIndex, Ref value) throws SQLException {
        rows.updateRef(columnIndex, value);
    }

    @Override
    public void updateRef(String columnLabel, Ref value) throws SQLException {
        rows.updateRef(columnLabel, value);
    }

    @Override
    public void updateBlob(int columnIndex, Blob value) throws SQLException {
        rows.updateBlob(columnIndex, value);
    }

    @Override
    public void updateBlob(String columnLabel, Blob value) throws SQLException {
        rows.updateBlob(columnLabel, value);
    }

    @Override
    public void updateClob(int columnIndex, Clob value) throws SQLException {
        rows.updateClob(columnIndex, value);
    }

    @Override
    public void updateClob(String columnLabel, Clob value) throws SQLException {
        rows.updateClob(columnLabel, value);
    }

    @Override
    public void updateArray(int columnIndex, Array value) throws SQLException {
        rows.updateArray(columnIndex, value);
    }

    @Override
    public void updateArray(String columnLabel, Array value) throws SQLException {
        rows.updateArray(columnLabel, value);
    }

    @Override
    public void updateRowId(int columnIndex, RowId value) throws SQLException {
        rows.updateRowId(columnIndex, value);
    }

    @Override
    public void updateRowId(String columnLabel, RowId value) throws SQLException {
        rows.updateRowId(columnLabel, value);
    }

    @Override
    public void updateNString(int columnIndex, String nString) throws SQLException {
        rows.updateNString(columnIndex, nString);
    }

    @Override
    public void updateNString(String columnLabel, String nString) throws SQLException {
        rows.updateNString(columnLabel, nString);
    }

    @Override
    public void updateNClob(int columnIndex, NClob nClob) throws SQLException {
        rows.updateNClob(columnIndex, nClob);
    }

    @Override
    public void updateNClob(String columnLabel, NClob nClob) throws SQLException {
        rows.updateNClob(columnLabel, nClob);
    }

    @Override
    public void updateSQLXML(int columnIndex, SQLXML value) throws SQLException {
        rows.updateSQLXML(columnIndex, value);
    }

    @Override
    public void updateSQLXML(String columnLabel, SQLXML value) throws SQLException {
        rows.updateSQLXML(columnLabel, value);
    }

    @Override
    public void updateNCharacterStream(int columnIndex, Reader value, long length) throws SQLException {
        rows.updateNCharacterStream(columnIndex, value, length);
    }

    @Override
    public void updateNCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
        rows.updateNCharacterStream(columnLabel, reader, length);
    }

    @Override
    public void updateAsciiStream(int columnIndex, InputStream value, long length) throws SQLException {
        rows.updateAsciiStream(columnIndex, value, length);
    }

    @Override
    public void updateBinaryStream(int columnIndex, InputStream value, long length) throws SQLException {
        rows.updateBinaryStream(columnIndex, value, length);
    }

    @Override
    public void updateCharacterStream(int columnIndex, Reader value, long length) throws SQLException {
        rows.updateCharacterStream(columnIndex, value, length);
    }

    @Override
    public void updateAsciiStream(String columnLabel, InputStream value, long length) throws SQLException {
        rows.updateAsciiStream(columnLabel, value, length);
    }

    @Override
    public void updateBinaryStream(String columnLabel, InputStream value, long length) throws SQLException {
        rows.updateBinaryStream(columnLabel, value, length);
    }

    @Override
    public void updateCharacterStream(String columnLabel, Reader reader, long length) throws SQLException {
        rows.updateCharacterStream(columnLabel, reader, length);
    }

    @Override
    public void updateBlob(int columnIndex, InputStream inputStream, long length) throws SQLException {
        rows.updateBlob(columnIndex, inputStream, length);
    }

    @Override
    public void updateBlob(String columnLabel, InputStream inputStream, long length) throws SQLException {
        rows.updateBlob(columnLabel, inputStream, length);
    }

    @Override
    public void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
        rows.updateClob(columnIndex, reader, length);
    }

    @Override
    public void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
        rows.updateClob(columnLabel, reader, length);
    }

    @Override
    public void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
        rows.updateNClob(columnIndex, reader, length);
    }

    @Override
    public void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
        rows.updateNClob(columnLabel, reader, length);
    }

    @Override
    public void updateNCharacterStream(int columnIndex, Reader value) throws SQLException {
        rows.updateNCharacterStream(columnIndex, value);
    }

    @Override
    public void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
        rows.updateNCharacterStream(columnLabel, reader);
    }

    @Override
    public void updateAsciiStream(int columnIndex, InputStream value) throws SQLException {
        rows.updateAsciiStream(columnIndex, value);
    }

    @Override
    public void updateBinaryStream(int columnIndex, InputStream value) throws SQLException {
        rows.updateBinaryStream(columnIndex, value);
    }

    @Override
    public void updateCharacterStream(int columnIndex, Reader value) throws SQLException {
        rows.updateCharacterStream(columnIndex, value);
    }

    @Override
    public void updateAsciiStream(String columnLabel, InputStream value) throws SQLException {
        rows.updateAsciiStream(columnLabel, value);
    }

    @Override
    public void updateBinaryStream(String columnLabel, InputStream value) throws SQLException {
        rows.updateBinaryStream(columnLabel, value);
    }

    @Override
    public void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
        rows.updateCharacterStream(columnLabel, reader);
    }

    @Override
    public void updateBlob(int columnIndex, InputStream inputStream) throws SQLException {
        rows.updateBlob(columnIndex, inputStream);
    }

    @Override
    public void updateBlob(String columnLabel, InputStream inputStream) throws SQLException {
        rows.updateBlob(columnLabel, inputStream);
    }

    @Override
    public void updateClob(int columnIndex, Reader reader) throws SQLException {
        rows.updateClob(columnIndex, reader);
    }

    @Override
    public void updateClob(String columnLabel, Reader reader) throws SQLException {
        rows.updateClob(columnLabel, reader);
    }

    @Override
    public void updateNClob(int columnIndex, Reader reader) throws SQLException {
        rows.updateNClob(columnIndex, reader);
    }

    @Override
    public void updateNClob(String columnLabel, Reader reader) throws SQLException {
        rows.updateNClob(columnLabel, reader);
    }

    @Override
    public void updateObject(int columnIndex, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        rows.updateObject(columnIndex, value, targetSqlType, scaleOrLength);
    }

    @Override
    public void updateObject(String columnLabel, Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        rows.updateObject(columnLabel, value, targetSqlType, scaleOrLength);
    }

    @Override
    public void updateObject(int columnIndex, Object value, SQLType targetSqlType) throws SQLException {
        rows.updateObject(columnIndex, value, targetSqlType);
    }

    @Override
    public void updateObject(String columnLabel, Object value, SQLType targetSqlType) throws SQLException {
        rows.updateObject(columnLabel, value, targetSqlType);
    }
}
