package io.cloakroom.routing;

import java.util.function.BooleanSupplier;

/**
 * Whose writes the transactions of one connection must see, and what they add to that. The scope of a transaction is
 * the one in which it begins; a connection that is used outside of any scope is its own.
 */
final class ScopeTrail {

    private final BooleanSupplier tellsPositions;
    private final ConsistencyScope own = ConsistencyScope.create();
    private ConsistencyScope scope = own;
    private ScopeMemory seen = ScopeMemory.EMPTY;

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
        seen = scope.memory();
    }

    /** What the next read must see. */
    ScopeMemory seen() {
        return seen;
    }

    /** Whatever ran on the primary and was not declared read-only may have written, also if it failed. */
    void ran(Node node, boolean readsOnly) {
        if (!node.isPrimary() || readsOnly) {
            if (!node.isPrimary() || tellsPositions.getAsBoolean()) {
                seen = scope.read(seen, node);
            }
            return;
        }
        scope.wrote();
        ConsistencyScope ambient = ambient();
        if (!ambient.equals(scope)) {
            ambient.wrote();
        }
    }

    private ConsistencyScope ambient() {
        ConsistencyScope ambient = Routing.current().consistency();
        return ambient == null ? own : ambient;
    }
}
