package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client info properties of a connection: remembered, replayed and put back, as {@link ConnectionSetting} does. */
final class ClientInfo {

    private final Map<String, @Nullable String> wanted = new HashMap<>();
    private final Map<String, @Nullable String> before = new HashMap<>();

    void set(String name, @Nullable String value, @Nullable Connection physical) throws SQLClientInfoException {
        if (physical != null) {
            write(physical, name, value);
        }
        wanted.put(name, value);
    }

    Map<String, @Nullable String> wanted() {
        return wanted;
    }

    void replay(Connection fresh) throws SQLClientInfoException {
        for (Map.Entry<String, @Nullable String> entry : wanted.entrySet()) {
            write(fresh, entry.getKey(), entry.getValue());
        }
    }

    void restore(Connection used) throws SQLClientInfoException {
        for (Map.Entry<String, @Nullable String> entry : before.entrySet()) {
            String value = entry.getValue();
            // JDBC clears a property by null too, but MariaDB's driver does not bear it
            used.setClientInfo(entry.getKey(), value == null ? "" : value);
        }
        before.clear();
    }

    private void write(Connection physical, String name, @Nullable String value) throws SQLClientInfoException {
        if (!before.containsKey(name)) {
            before.put(name, read(physical, name));
        }
        physical.setClientInfo(name, value);
    }

    private static @Nullable String read(Connection physical, String name) throws SQLClientInfoException {
        try {
            return physical.getClientInfo(name);
        } catch (SQLException e) {
            throw new SQLClientInfoException("client info " + name + " cannot be read", Map.of(), e);
        }
    }
}
