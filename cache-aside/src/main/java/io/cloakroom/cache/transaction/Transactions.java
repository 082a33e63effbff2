package io.cloakroom.cache.transaction;

import java.util.Optional;

/** Knows the transaction that a thread is in. Implementations are safe for use by many threads at once. */
@FunctionalInterface
public interface Transactions {

    /**
     * Returns the transaction that the calling thread is in.
     *
     * @return the transaction; empty if what the thread writes is committed at once
     */
    Optional<Transaction> current();
}
