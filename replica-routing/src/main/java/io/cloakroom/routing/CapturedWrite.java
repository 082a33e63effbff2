package io.cloakroom.routing;

/**
 * The position of a transaction that was learned with its commit.
 *
 * @param topology the nodes for which it means something
 * @param position covers the transaction
 * @param began a moment before the commit was sent, in {@link System#nanoTime}: what had returned by then is covered
 *     too
 */
record CapturedWrite(Topology topology, ReplicationPosition position, long began) {

    /** Whether a replica is known to have it. */
    boolean isOn(Node replica) {
        return topology.equals(replica.topology()) && replica.health().covers(position);
    }

    /** Whether it covers another one of the same topology as well. */
    boolean covers(CapturedWrite other) {
        return topology.equals(other.topology) && position.covers(other.position);
    }
}
