package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The primary was lost, or ceased to be the primary, before a write was confirmed. The router repeats no write; whether
 * the application may is what {@link #outcome} says. A new transaction goes to the new primary as soon as there is one.
 * The SQLState is {@code 08007} (transaction resolution unknown) for {@link Outcome#UNKNOWN}, else {@code 08006}.
 */
public final class PrimaryLostException extends SQLTransientConnectionException {

    private static final long serialVersionUID = 1L;

    /** What became of the transaction. */
    private final Outcome outcome;

    /**
     * Creates an exception.
     *
     * @param message what happened; without the statement's text
     * @param outcome what became of the transaction
     * @param cause the failure of the driver or pool, or {@code null} if nothing was tried
     */
    public PrimaryLostException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message + "; outcome: " + outcome, outcome == Outcome.UNKNOWN ? "08007" : "08006", cause);
        this.outcome = requireNonNull(outcome, "outcome");
    }

    /**
     * Returns what became of the transaction, or of the statement in autocommit mode.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /** What became of a transaction. */
    public enum Outcome {

        /**
         * Nothing of the transaction is committed: it was not sent, it was refused, or the connection broke before the
         * commit was sent. The application may run the whole transaction again.
         */
        NOT_COMMITTED,

        /**
         * The commit, or a statement that commits by itself, was sent and no answer came. Look whether it was done
         * before doing it again.
         */
        UNKNOWN
    }
}
