package io.cloakroom.routing;

import java.time.Duration;

/**
 * What is known of the nodes of a data source, and who keeps it up to date.
 *
 * @param topology which node is what
 * @param timeline when the primary was where
 * @param failover who decides which node is the primary
 * @param replicas which replicas may serve a read
 * @param monitor who asks the nodes
 */
record Cluster(
        Topology topology, Timeline timeline, Failover failover, ReplicaSet replicas, ReplicationMonitor monitor) {

    static Cluster of(
            String name,
            Events events,
            ReplicaSelector selector,
            ReplicationDialect dialect,
            Duration maxLag,
            Duration pollInterval) {
        Topology topology = new Topology();
        Timeline timeline = new Timeline();
        Failover failover = new Failover(topology, timeline, events);
        ReplicaSet replicas = new ReplicaSet(topology, selector, maxLag, events);
        ReplicationMonitor monitor =
                new ReplicationMonitor(name, topology, timeline, replicas, failover, dialect, pollInterval);
        return new Cluster(topology, timeline, failover, replicas, monitor);
    }
}
