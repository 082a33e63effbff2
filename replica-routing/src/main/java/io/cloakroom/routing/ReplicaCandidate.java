package io.cloakroom.routing;

/**
 * A replica that may be taken: it is up, within the permitted lag, and has what the reader must see. Not to be
 * implemented by applications.
 */
public interface ReplicaCandidate {

    /**
     * Returns the replica's name.
     *
     * @return the name given at {@link ReplicaRoutingDataSource.Builder#replica}
     */
    String name();

    /**
     * Returns how many connections of this replica are in use or asked for now.
     *
     * @return the number, 0 or more; it may change at any moment
     */
    int outstanding();
}
