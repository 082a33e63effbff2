package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

/**
 * What a selector may want to know of a replica.
 *
 * @param zone where it stands, such as an availability zone; empty if that does not matter
 * @param weight how many reads it can take compared with the others, greater than 0 and at most 100; 1 is usual
 */
public record ReplicaTraits(String zone, double weight) {

    private static final double MOST = 100;

    /**
     * Checks the values.
     *
     * @param zone where it stands
     * @param weight how many reads it can take
     * @throws IllegalArgumentException if the weight is not greater than 0 and at most 100
     */
    public ReplicaTraits {
        requireNonNull(zone, "zone");
        if (!(weight > 0 && weight <= MOST)) {
            throw new IllegalArgumentException("weight must be greater than 0 and at most 100: " + weight);
        }
    }

    /**
     * Returns the traits of a replica of which nothing is said: no zone, weight 1.
     *
     * @return the traits
     */
    public static ReplicaTraits none() {
        return new ReplicaTraits("", 1);
    }

    /**
     * Returns the traits of a replica in a zone, with weight 1.
     *
     * @param zone the zone's name
     * @return the traits
     */
    public static ReplicaTraits inZone(String zone) {
        return new ReplicaTraits(zone, 1);
    }

    /**
     * Returns these traits with another weight.
     *
     * @param weight greater than 0 and at most 100
     * @return new traits
     * @throws IllegalArgumentException if the weight is out of range
     */
    public ReplicaTraits weighing(double weight) {
        return new ReplicaTraits(zone, weight);
    }
}
