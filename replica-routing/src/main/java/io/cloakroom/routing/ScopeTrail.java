package io.cloakroom.routing;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose writes the transactions of one connection must see, and what they add to that. The scope of a transaction is
 * the one in which it begins; a connection that is used outside of any scope is its own.
 */
final class ScopeTrail {

    private final BooleanSupplier tellsPositions;
    private final ConsistencyScope own = ConsistencyScope.create();
    private ConsistencyScope scope = own;
    private ScopeMemory seen = ScopeMemory.EMPTY;
    private boolean staleOk;

    /**
     * Creates a trail.
     *
     * @param tellsPositions whether reads of the primary can be waited for: with an assumed lag a scope that goes on
     *     reading would never leave the primary
     */
    ScopeTrail(BooleanSupplier tellsPositions) {
        this.tellsPositions = tellsPositions;
    }

    /** Called where a transaction may begin. */
    void enter() {
        scope = ambient();
        staleOk = Routing.current().staleOk();
        seen = staleOk ? ScopeMemory.EMPTY : scope.memory();
    }

    /** What the next read must see. */
    ScopeMemory seen() {
        return seen;
    }

    /** Whether old data will do. */
    boolean staleOk() {
        return staleOk;
    }

    /** Whatever ran on the primary and was not declared read-only may have written, also if it failed. */
    void ran(Lease lease, boolean readsOnly) {
        ended(lease, readsOnly, null);
    }

    /**
     * Takes note of the end of a transaction.
     *
     * @param write where it is, if its commit has told
     */
    void ended(Lease lease, boolean readsOnly, @Nullable CapturedWrite write) {
        if (lease.isPrimary() && !readsOnly) {
            wrote(scope, write);
            ConsistencyScope ambient = ambient();
            if (!ambient.equals(scope)) {
                wrote(ambient, write);
            }
        } else if (!staleOk && (!lease.isPrimary() || tellsPositions.getAsBoolean())) {
            seen = scope.read(seen, lease.node());
        }
    }

    private static void wrote(ConsistencyScope scope, @Nullable CapturedWrite write) {
        if (write == null) {
            scope.wrote();
        } else {
            scope.wrote(write);
        }
    }

    private ConsistencyScope ambient() {
        ConsistencyScope ambient = Routing.current().consistency();
        return ambient == null ? own : ambient;
    }
}
