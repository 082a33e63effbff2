package io.cloakroom.routing;

/**
 * A replica that may be taken: it is up, within the permitted lag, and has what the reader must see. Not to be
 * implemented by applications.
 */
public interface ReplicaCandidate {

    /**
     * Returns the replica's name.
     *
     * @return the name given at {@link ReplicaRoutingBuilder#replica}
     */
    String name();

    /**
     * Returns how many connections of this replica are in use or asked for now.
     *
     * @return the number, 0 or more; it may change at any moment
     */
    int outstanding();

    /**
     * Returns where the replica stands.
     *
     * @return the zone of its {@link ReplicaTraits}; empty if none was given
     */
    String zone();

    /**
     * Returns how many reads the replica can take compared with the others: the weight of its {@link ReplicaTraits},
     * and less for a while after it was added or came back ({@link ReplicaRoutingBuilder#slowStart}).
     *
     * @return the weight, greater than 0
     */
    double weight();

    /**
     * Returns how long a statement takes on this replica: a moving average of the last ones, which fades to zero when
     * none runs.
     *
     * @return the time in nanoseconds; 0 if it is not known
     */
    long latencyNanos();
}
