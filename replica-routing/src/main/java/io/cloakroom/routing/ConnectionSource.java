package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** How a physical connection is asked for: with the pool's credentials or with the caller's. */
@FunctionalInterface
interface ConnectionSource {
    Connection from(DataSource node) throws SQLException;
}
