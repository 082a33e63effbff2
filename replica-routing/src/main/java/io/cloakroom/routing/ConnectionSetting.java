package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A property of a connection that the application may set before there is a physical one: remembered, brought to each
 * physical connection, and put back when it is returned.
 */
final class ConnectionSetting<T> {

    private final Reader<T> reader;
    private final Writer<T> writer;
    private @Nullable T wanted;
    private @Nullable T before;

    ConnectionSetting(Reader<T> reader, Writer<T> writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** The value that was set, or {@code null}. */
    @Nullable T wanted() {
        return wanted;
    }

    /** Sets the value, at once where there is a physical connection. */
    void set(T value, @Nullable Connection physical) throws SQLException {
        if (physical != null) {
            write(physical, value);
        }
        wanted = value;
    }

    /** Brings a physical connection that was just taken to the value that was set, if any. */
    void replay(Connection fresh) throws SQLException {
        T value = wanted;
        if (value != null && !value.equals(reader.from(fresh))) {
            write(fresh, value);
        }
    }

    /** Puts back what the physical connection had. */
    void restore(Connection used) throws SQLException {
        T value = before;
        before = null;
        if (value != null) {
            writer.to(used, value);
        }
    }

    private void write(Connection physical, T value) throws SQLException {
        T old = before == null ? reader.from(physical) : before;
        writer.to(physical, value);
        before = old;
    }

    /** Reads the property. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable T from(Connection connection) throws SQLException;
    }

    /** Writes the property. */
    @FunctionalInterface
    interface Writer<T> {
        void to(Connection connection, T value) throws SQLException;
    }
}
