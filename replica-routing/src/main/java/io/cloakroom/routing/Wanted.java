package io.cloakroom.routing;

import io.cloakroom.routing.Decision.Reason;

/**
 * What a statement asks for.
 *
 * @param route where it is to run
 * @param reason what said so
 * @param readsOnly whether the application has declared that it only reads, wherever it runs
 */
record Wanted(Route route, Reason reason, boolean readsOnly) {

    private static final Wanted BY_DEFAULT = new Wanted(Route.PRIMARY, Reason.DEFAULT, false);
    private static final Wanted BY_CONNECTION = new Wanted(Route.REPLICA, Reason.READ_ONLY_CONNECTION, true);
    private static final Wanted BY_READ_ONLY_SCOPE = new Wanted(Route.REPLICA, Reason.READ_ONLY_SCOPE, true);
    private static final Wanted BY_PRIMARY_SCOPE = new Wanted(Route.PRIMARY, Reason.PRIMARY_SCOPE, false);
    private static final Wanted READ_BY_PRIMARY_SCOPE = new Wanted(Route.PRIMARY, Reason.PRIMARY_SCOPE, true);
    private static final Wanted LOCKING_READ = new Wanted(Route.PRIMARY, Reason.LOCKING_READ, true);

    /** Weighs the signals: the scope is stronger than the connection, the connection stronger than the default. */
    static Wanted of(Routing.Scope scope, boolean readOnlyConnection, Sql sql) throws ReadOnlyViolationException {
        Wanted wanted = signalled(scope, readOnlyConnection);
        if (wanted.readsOnly && sql.kind() == Sql.Kind.WRITE) {
            throw new ReadOnlyViolationException(
                    "A write was refused before it was sent: " + wanted.declaration()
                            + ". Write outside of it, or do not declare it read-only.",
                    null);
        }
        return wanted.route == Route.REPLICA && sql.kind() == Sql.Kind.LOCKING_READ ? LOCKING_READ : wanted;
    }

    private static Wanted signalled(Routing.Scope scope, boolean readOnlyConnection) {
        if (scope.route() == Route.PRIMARY) {
            return readOnlyConnection ? READ_BY_PRIMARY_SCOPE : BY_PRIMARY_SCOPE;
        }
        if (scope.route() == Route.REPLICA) {
            return BY_READ_ONLY_SCOPE;
        }
        return readOnlyConnection ? BY_CONNECTION : BY_DEFAULT;
    }

    private String declaration() {
        return reason == Reason.READ_ONLY_SCOPE
                ? "the work runs in Routing.readOnly"
                : "the connection is read-only (Connection.setReadOnly)";
    }
}
