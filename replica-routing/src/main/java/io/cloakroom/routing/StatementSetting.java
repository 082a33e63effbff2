package io.cloakroom.routing;

import java.sql.SQLException;
import java.sql.Statement;

/** A call on a statement that is remembered, to be made again on another node. */
@FunctionalInterface
interface StatementSetting {
    void on(Statement statement) throws SQLException;
}
