package io.cloakroom.examples.myclothes.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells an outage, which passes, from a defect, which does not. */
final class DatabaseFailures {

    private DatabaseFailures() {}

    static boolean isOutage(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException || (state != null && state.startsWith("08"));
    }
}
