package io.cloakroom.examples.myclothes.database;

import io.cloakroom.examples.myclothes.startup.StartupException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;

/**
 * Where a database node is and who asks.
 *
 * @param setting the setting that names it
 * @param url its JDBC address
 * @param user the user; empty if the address names one
 * @param password the password; empty if there is none or the address has it
 */
public record DatabaseAddress(String setting, String url, String user, String password) {

    private static final String PREFIX = "jdbc:mariadb://";
    private static final String ACCESS_DENIED = "28000";
    private static final Set<Integer> NO_SUCH_DATABASE = Set.of(1044, 1049);

    /**
     * Checks the form of an address.
     *
     * @throws StartupException if it is no address of a MariaDB server
     */
    public static DatabaseAddress of(String setting, String url, String user, String password) throws StartupException {
        if (!url.startsWith(PREFIX)) {
            throw StartupException.setting(
                    setting + " must be a JDBC address such as " + PREFIX + "127.0.0.1:3306/myclothes");
        }
        return new DatabaseAddress(setting, url, user, password);
    }

    /**
     * Connects once, so that a mistake is found before a pool hides it behind its own time-outs.
     *
     * @throws StartupException if the server does not answer or does not let us in
     */
    void probe() throws StartupException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "2000");
        properties.setProperty("socketTimeout", "2000");
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password);
        }
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            connection.isValid(2);
        } catch (SQLException e) {
            throw translate(e);
        }
    }

    private StartupException translate(SQLException e) {
        if (ACCESS_DENIED.equals(e.getSQLState())) {
            return StartupException.setting("The database at " + location()
                    + " refuses the user: check MYCLOTHES_DB_USER and MYCLOTHES_DB_PASSWORD");
        }
        if (NO_SUCH_DATABASE.contains(e.getErrorCode())) {
            return StartupException.setting("The server at " + location()
                    + " has no such database for this user: create it, or correct " + setting);
        }
        return StartupException.dependency(
                "The database at " + location() + " does not answer: start it, or correct " + setting);
    }

    /** The address without its parameters, among which there may be a password. */
    private String location() {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
    }

    @Override
    public String toString() {
        return location();
    }
}
