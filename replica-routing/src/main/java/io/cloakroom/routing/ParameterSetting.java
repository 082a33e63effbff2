package io.cloakroom.routing;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A parameter value that is remembered, to be set again on another node. */
@FunctionalInterface
interface ParameterSetting {

    void on(PreparedStatement statement) throws SQLException;

    /** The failure for a value that can be read once only. */
    static SQLException consumed(Object parameter) {
        return new SQLException("Parameter " + parameter
                + " is a stream that was sent to another node already; set it again before the statement is executed");
    }
}
