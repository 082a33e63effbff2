package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a {@link ReplicaRoutingDataSource} knows at one moment. The counters start at zero with the data source and only
 * grow; they are read one after the other, not at one instant.
 *
 * @param primary the primary
 * @param replicas the other nodes, in the order in which they became replicas
 * @param fallbacks reads that the primary took in place of a replica
 * @param refusals reads refused because no replica was usable and the primary's share was used up
 * @param freshnessWaits reads that waited for a replica to catch up with what their scope wrote or saw
 * @param primaryChanges how often another node became the primary
 */
public record RoutingStatus(
        NodeStatus primary,
        List<NodeStatus> replicas,
        long fallbacks,
        long refusals,
        long freshnessWaits,
        long primaryChanges) {

    /**
     * Checks that nothing is missing and copies the list.
     *
     * @param primary the primary
     * @param replicas the replicas
     * @param fallbacks reads that the primary took
     * @param refusals reads refused
     * @param freshnessWaits reads that waited
     * @param primaryChanges how often another node became the primary
     * @throws NullPointerException if an argument is {@code null}
     */
    public RoutingStatus {
        requireNonNull(primary, "primary");
        replicas = List.copyOf(requireNonNull(replicas, "replicas"));
    }
}
