package io.cloakroom.examples.myclothes.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes connections that only read. */
public final class Reading {

    private Reading() {}

    /** Takes a connection and declares it read-only, as a framework does for a read-only transaction. */
    public static Connection from(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
