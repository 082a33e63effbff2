package io.cloakroom.testservers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A database server of a {@link DatabaseCluster}. Its data outlive a restart. The application's user has all rights in
 * the application's database and none beyond, so that a replica refuses its writes.
 */
public interface DatabaseServer extends TestServer {

    /**
     * Returns the server's number in its cluster, for names and messages.
     *
     * @return 1 for the first primary, then upwards
     */
    int serverId();

    /**
     * Returns the JDBC address of the application's database, without user and password.
     *
     * @return for instance {@code jdbc:mariadb://127.0.0.1:12345/app}
     */
    String jdbcUrl();

    /**
     * Returns the application's user.
     *
     * @return the name
     */
    default String user() {
        return "app";
    }

    /**
     * Returns the password of the application's user.
     *
     * @return the password
     */
    default String password() {
        return "app";
    }

    /**
     * Connects as the application's user.
     *
     * @return a new connection; the caller closes it
     * @throws SQLException if the server refuses or does not answer
     */
    default Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /**
     * Connects as a user with all rights.
     *
     * @return a new connection; the caller closes it
     * @throws SQLException if the server refuses or does not answer
     */
    default Connection connectAsAdmin() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), "admin", "admin");
    }

    /**
     * Runs statements as a user with all rights.
     *
     * @param statements SQL, one statement each
     * @throws IllegalStateException if one fails
     */
    default void executeAsAdmin(String... statements) {
        try (Connection connection = connectAsAdmin();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("server " + serverId() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Asks something as a user with all rights.
     *
     * @param sql a query
     * @return the first column of the first row as text; empty if there is no row, or null in it
     * @throws IllegalStateException if it fails
     */
    default String queryAsAdmin(String sql) {
        try (Connection connection = connectAsAdmin();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            String value = row.next() ? row.getString(1) : null;
            return value == null ? "" : value;
        } catch (SQLException e) {
            throw new IllegalStateException("server " + serverId() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the position in the cluster's history that this server has reached.
     *
     * @return for instance {@code 0-1-42} (MariaDB), {@code 0/401A2B8} (PostgreSQL); empty if nothing was ever written
     */
    String position();

    /**
     * Waits until this replica has reached a position.
     *
     * @param position what {@link #position} has returned on the primary
     * @param timeout how long
     * @return whether it has
     */
    boolean awaitPosition(String position, Duration timeout);

    /**
     * Stops this replica applying what it receives: it stays up and falls behind, until {@link #resumeReplication} or a
     * restart.
     */
    void pauseReplication();

    /** Lets this replica apply again. */
    void resumeReplication();
}
