package io.cloakroom.cache;

import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.cache.transaction.TransactionEnd;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a cache that one transaction has changed. What cannot be invalidated after the commit is delivered later:
 * a transaction that was committed does not fail any more.
 */
final class AfterCommit<K> implements TransactionEnd {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());

    private final Invalidator<K> invalidator;
    private final Set<K> keys = new LinkedHashSet<>();

    /** Invalidates keys, and requires later loads to have seen a position. */
    @FunctionalInterface
    interface Invalidator<K> {
        void invalidate(List<K> keys, Optional<String> position);
    }

    AfterCommit(Invalidator<K> invalidator) {
        this.invalidator = invalidator;
    }

    void add(K key) {
        keys.add(key);
    }

    private static boolean isUsable(String position) {
        try {
            Positions.checked(position);
            return true;
        } catch (IllegalArgumentException e) {
            log.log(WARNING, "What a commit changed is invalidated without its position: {0}", e.getMessage());
            return false;
        }
    }

    @Override
    public void committed(Optional<String> position) {
        try {
            invalidator.invalidate(new ArrayList<>(keys), position.filter(AfterCommit::isUsable));
        } catch (InvalidationFailedException e) {
            log.log(WARNING, "{0}", e.getMessage());
        }
    }
}
