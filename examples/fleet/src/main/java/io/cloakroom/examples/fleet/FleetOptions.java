package io.cloakroom.examples.fleet;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to start.
 *
 * @param shop the folder with the shop's jar and its {@code lib}
 * @param sessions where the shop keeps its sessions
 * @param balancing how the load balancer picks an instance
 * @param instances how many instances, 1 to 9
 * @param replicas how many replicas of the database, 1 to 15
 * @param port the load balancer's port, 0 for any that is free
 * @param redis the address of a Redis that is there already, or {@code null} to start one
 */
record FleetOptions(
        Path shop,
        SessionsIn sessions,
        Balancing balancing,
        int instances,
        int replicas,
        int port,
        @Nullable String redis) {

    FleetOptions {
        requireRange("--instances", instances, 1, 9);
        requireRange("--replicas", replicas, 1, 15);
        requireRange("--port", port, 0, 65535);
    }

    private static void requireRange(String option, int value, int from, int to) {
        if (value < from || value > to) {
            throw new FleetException(option + " must be from " + from + " to " + to + ", not " + value + ".", null);
        }
    }
}
