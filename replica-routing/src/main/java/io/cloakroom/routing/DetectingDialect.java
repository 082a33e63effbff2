package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;

/** Asks the driver which database it is. Drivers know since they connected; it costs no round trip. */
final class DetectingDialect implements ReplicationDialect {

    private final ReplicationDialect mariaDb = new MariaDbDialect();
    private final ReplicationDialect otherwise;
    private volatile ReplicationDialect detected;

    DetectingDialect(ReplicationDialect otherwise) {
        this.otherwise = otherwise;
        this.detected = otherwise;
    }

    @Override
    public ReplicationPosition primaryPosition(Connection primary) throws SQLException {
        return dialectOf(primary).primaryPosition(primary);
    }

    @Override
    public ReplicationPosition appliedPosition(Connection replica) throws SQLException {
        return dialectOf(replica).appliedPosition(replica);
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
        boolean isMariaDb = "MariaDB".equalsIgnoreCase(connection.getMetaData().getDatabaseProductName());
        detected = isMariaDb ? mariaDb : otherwise;
        return detected;
    }
}
