package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a node at one moment.
 *
 * @param name the node's name
 * @param route what the node is
 * @param state whether it is in rotation
 * @param lag by how much its data is behind the primary at most; zero for the primary, empty if not known yet. It
 *     includes the time since the last poll, so that a replica without any delay shows up to a few poll intervals
 * @param outstanding connections in use or asked for
 * @param picks how often a connection was taken from it for statements, since the start
 * @param ejections how often it was taken out of rotation because a connection failed, since the start
 */
public record NodeStatus(
        String name,
        Route route,
        NodeState state,
        Optional<Duration> lag,
        int outstanding,
        long picks,
        long ejections) {

    /**
     * Checks that nothing is missing.
     *
     * @param name the node's name
     * @param route what the node is
     * @param state whether it is in rotation
     * @param lag by how much its data is behind at most
     * @param outstanding connections in use or asked for
     * @param picks how often it was taken
     * @param ejections how often it was taken out
     * @throws NullPointerException if an argument is {@code null}
     */
    public NodeStatus {
        requireNonNull(name, "name");
        requireNonNull(route, "route");
        requireNonNull(state, "state");
        requireNonNull(lag, "lag");
    }
}
