package io.cloakroom.cache.transaction;

import java.util.function.Supplier;

/** A transaction that has not ended. Used by the thread that is in it. */
public interface Transaction {

    /**
     * Has somebody told how the transaction ends.
     *
     * @param <T> the type of who is told
     * @param owner on whose behalf; each owner has one
     * @param first makes who is told, the first time that the owner asks in this transaction
     * @return who is told on behalf of this owner
     */
    <T extends TransactionEnd> T join(Object owner, Supplier<T> first);
}
