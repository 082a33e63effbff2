package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Asks the driver which database it is. Drivers know since they connected; it costs no round trip. */
final class DetectingDialect implements ReplicationDialect {

    private final ReplicationDialect mariaDb = new MariaDbDialect();
    private final ReplicationDialect postgreSql = new PostgreSqlDialect();
    private final ReplicationDialect mySql = new MySqlDialect();
    private final ReplicationDialect otherwise;
    private volatile ReplicationDialect detected;

    DetectingDialect(ReplicationDialect otherwise) {
        this.otherwise = otherwise;
        this.detected = otherwise;
    }

    @Override
    public String engine() {
        return detected.engine();
    }

    @Override
    public NodeReport report(Connection node, Route takenFor) throws SQLException {
        return dialectOf(node).report(node, takenFor);
    }

    @Override
    public ReplicationPosition parse(String text) {
        return detected.parse(text);
    }

    @Override
    public Optional<ReplicationPosition> commit(Connection primary) throws SQLException {
        return detected.commit(primary);
    }

    @Override
    public boolean isReadOnlyRefusal(SQLException failure) {
        return mariaDb.isReadOnlyRefusal(failure);
    }

    @Override
    public boolean tellsPositions() {
        return detected.tellsPositions();
    }

    private ReplicationDialect dialectOf(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        detected = switch (product) {
            case "mariadb" -> mariaDb;
            case "postgresql" -> postgreSql;
            case "mysql" -> mySql;
            default -> otherwise;
        };
        return detected;
    }
}
