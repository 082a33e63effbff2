package io.cloakroom.cache.spring;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import io.cloakroom.cache.transaction.Participants;
import io.cloakroom.cache.transaction.Transaction;
import io.cloakroom.cache.transaction.Transactions;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transactions of a thread as Spring manages them, with {@code @Transactional} or a {@code TransactionTemplate}. A
 * transaction that is suspended while another one runs keeps what was noted in it.
 *
 * <pre>{@code
 * CacheAside<String, Product> products = CacheAside.<String, Product>builder("products", dao::find)
 *         .transactions(SpringTransactions.create())
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by many threads at once.
 */
public final class SpringTransactions implements Transactions {

    private static final System.Logger log = System.getLogger(SpringTransactions.class.getName());

    private final Supplier<Optional<String>> positions;

    private SpringTransactions(Supplier<Optional<String>> positions) {
        this.positions = requireNonNull(positions, "positions");
    }

    /**
     * Observes the transactions.
     *
     * @return the transactions of whichever transaction manager the thread uses
     */
    public static SpringTransactions create() {
        return new SpringTransactions(Optional::empty);
    }

    /**
     * Observes the transactions and tells later loads what they must have seen.
     *
     * @param positions asked right after a commit that something was invalidated for: how the database names that
     *     commit, or a later one; at most 1000 characters without a line break. What it throws is logged, and what the
     *     commit changed is invalidated without a position; likewise with a position of another form
     * @return the transactions of whichever transaction manager the thread uses
     */
    public static SpringTransactions create(Supplier<Optional<String>> positions) {
        return new SpringTransactions(positions);
    }

    @Override
    public Optional<Transaction> current() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return Optional.empty();
        }
        // Spring swaps the list when it suspends a transaction, so what is in it belongs to the present one
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Ending ending && ending.owner == this) {
                return Optional.of(ending.participants);
            }
        }
        var ending = new Ending(this);
        TransactionSynchronizationManager.registerSynchronization(ending);
        return Optional.of(ending.participants);
    }

    // the transaction is committed: whatever goes wrong here, the others must be told
    private Optional<String> position() {
        try {
            return requireNonNull(positions.get(), "position");
        } catch (RuntimeException e) {
            log.log(WARNING, "The position of a commit cannot be had; what it changed is invalidated without", e);
            return Optional.empty();
        }
    }

    private static final class Ending implements TransactionSynchronization {

        private final SpringTransactions owner;
        private final Participants participants = new Participants();

        Ending(SpringTransactions owner) {
            this.owner = owner;
        }

        @Override
        public void afterCompletion(int status) {
            if (status == STATUS_ROLLED_BACK) {
                participants.rolledBack();
            } else { // committed, or nobody knows
                participants.committed(status == STATUS_COMMITTED ? owner.position() : Optional.empty());
            }
        }
    }
}
