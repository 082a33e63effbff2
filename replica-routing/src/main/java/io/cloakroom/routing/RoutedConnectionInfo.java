package io.cloakroom.routing;

import java.util.Optional;

/**
 * What {@code connection.unwrap(RoutedConnectionInfo.class)} gives for a connection of a
 * {@link ReplicaRoutingDataSource}. Not to be implemented by applications.
 */
public interface RoutedConnectionInfo {

    /**
     * Returns where the last statement of this connection went, and why.
     *
     * @return the decision; empty before the first statement
     */
    Optional<Decision> lastDecision();
}
