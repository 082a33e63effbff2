package io.cloakroom.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the driver's statement, once for each physical connection that it runs on. */
@FunctionalInterface
interface StatementSource {
    Statement on(Connection physical) throws SQLException;
}
