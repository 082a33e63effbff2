package io.cloakroom.cache.transaction;

import java.util.Optional;

/** Is told, once, how a transaction ended. Must not throw. */
public interface TransactionEnd {

    /**
     * Called after the transaction was committed, or if nobody knows whether it was, before the call that committed it
     * returns.
     *
     * @param position names the commit, in the form that the database counts them; empty if that is not known
     */
    void committed(Optional<String> position);

    /** Called after the transaction was rolled back. The default does nothing. */
    default void rolledBack() {}
}
