/**
 * Reads scale over replicas, and users still read their own writes.
 * {@link io.cloakroom.routing.ReplicaRoutingDataSource} is the front door: a {@code DataSource} that any framework can
 * use. {@link io.cloakroom.routing.Routing} says more than {@code Connection.setReadOnly} can, and
 * {@link io.cloakroom.routing.ConsistencyScope} is whose writes a read must see.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.routing;
