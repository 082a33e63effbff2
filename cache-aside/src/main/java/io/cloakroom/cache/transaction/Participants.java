package io.cloakroom.cache.transaction;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps who is told how a transaction ends, for implementations of {@link Transaction}. Used by one thread at a time.
 */
public final class Participants implements Transaction {

    private static final System.Logger log = System.getLogger(Participants.class.getName());

    private final IdentityHashMap<Object, TransactionEnd> byOwner = new IdentityHashMap<>();

    /** Creates one that nobody has joined. */
    public Participants() {}

    @Override
    @SuppressWarnings("unchecked") // an owner asks for the type that it has put
    public <T extends TransactionEnd> T join(Object owner, Supplier<T> first) {
        return (T) byOwner.computeIfAbsent(owner, same -> first.get());
    }

    /**
     * Tells everybody that the transaction was committed, or that nobody knows, and forgets them.
     *
     * @param position names the commit; empty if that is not known
     */
    public void committed(Optional<String> position) {
        tell(end -> end.committed(position));
    }

    /** Tells everybody that the transaction was rolled back, and forgets them. */
    public void rolledBack() {
        tell(TransactionEnd::rolledBack);
    }

    /**
     * Tells whether nobody has joined.
     *
     * @return whether there is nobody to tell
     */
    public boolean isEmpty() {
        return byOwner.isEmpty();
    }

    private void tell(Consumer<TransactionEnd> how) {
        List<TransactionEnd> all = new ArrayList<>(byOwner.values());
        byOwner.clear();
        for (TransactionEnd end : all) {
            try {
                how.accept(end);
            } catch (RuntimeException e) {
                log.log(System.Logger.Level.WARNING, "Whoever was told of the end of a transaction threw", e);
            }
        }
    }
}
