package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** What an application may set on a connection besides autocommit and read-only, which the router interprets. */
final class ConnectionSettings {

    final ConnectionSetting<String> catalog = new ConnectionSetting<>(Connection::getCatalog, Connection::setCatalog);
    final ConnectionSetting<String> schema = new ConnectionSetting<>(Connection::getSchema, Connection::setSchema);
    final ConnectionSetting<Integer> isolation =
            new ConnectionSetting<>(Connection::getTransactionIsolation, Connection::setTransactionIsolation);
    final ConnectionSetting<Integer> holdability =
            new ConnectionSetting<>(Connection::getHoldability, Connection::setHoldability);
    final ConnectionSetting<NetworkTimeout> networkTimeout =
            new ConnectionSetting<>(NetworkTimeout::of, (connection, timeout) -> timeout.applyTo(connection));
    final ConnectionSetting<Map<String, Class<?>>> typeMap =
            new ConnectionSetting<>(Connection::getTypeMap, Connection::setTypeMap);
    final ClientInfo clientInfo = new ClientInfo();

    private final List<ConnectionSetting<?>> all =
            List.of(catalog, schema, isolation, holdability, networkTimeout, typeMap);

    /** Brings a physical connection that was just taken to what was set. A round trip for each value that differs. */
    void replay(Connection fresh) throws SQLException {
        for (ConnectionSetting<?> setting : all) {
            setting.replay(fresh);
        }
        clientInfo.replay(fresh);
    }

    /** Puts back what the physical connection had when it was taken. */
    void restore(Connection used) throws SQLException {
        for (ConnectionSetting<?> setting : all) {
            setting.restore(used);
        }
        clientInfo.restore(used);
    }

    /** A network time-out with the executor that enforces it. */
    record NetworkTimeout(Executor executor, int millis) {

        static NetworkTimeout of(Connection connection) throws SQLException {
            return new NetworkTimeout(Runnable::run, connection.getNetworkTimeout());
        }

        void applyTo(Connection connection) throws SQLException {
            connection.setNetworkTimeout(executor, millis);
        }
    }
}
