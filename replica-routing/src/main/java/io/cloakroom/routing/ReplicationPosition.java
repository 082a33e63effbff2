package io.cloakroom.routing;

/**
 * A place in the primary's stream of changes. Immutable, with {@code equals} by value.
 *
 * @see ReplicationDialect
 */
public interface ReplicationPosition {

    /**
     * Says whether a node that is here has applied everything up to another place.
     *
     * @param other a position of the same dialect
     * @return {@code true} if it certainly has; {@code false} if it has not or if they cannot be compared
     */
    boolean covers(ReplicationPosition other);

    /**
     * Returns what {@link ReplicationDialect#parse} makes an equal position of, also on another machine.
     *
     * @return printable ASCII without a space
     */
    String text();
}
