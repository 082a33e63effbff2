package io.cloakroom.routing;

import io.cloakroom.routing.PrimaryLostException.Outcome;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/**
 * What may be committed of the work that failed.
 *
 * @param readsOnly whether it was declared to only read
 * @param unanswered whether it may be done if no answer came
 * @param committedBefore whether an earlier statement of the transaction may have committed by itself
 * @param autoCommit whether each statement is committed by itself
 */
record Extent(boolean readsOnly, boolean unanswered, boolean committedBefore, boolean autoCommit) {

    /** The outcome if the connection broke. */
    Outcome ifLost() {
        return unanswered || committedBefore ? Outcome.UNKNOWN : Outcome.NOT_COMMITTED;
    }

    /** The outcome if the server has refused a statement: what went before it in a batch may be done. */
    Outcome ifRefused(SQLException refusal) {
        boolean partly = autoCommit && refusal instanceof BatchUpdateException;
        return committedBefore || partly ? Outcome.UNKNOWN : Outcome.NOT_COMMITTED;
    }
}
