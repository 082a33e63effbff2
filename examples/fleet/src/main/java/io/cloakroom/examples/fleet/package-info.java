/**
 * The whole case study on one machine: real servers, several instances of the shop as processes of their own, and a
 * load balancer in front of them. {@link io.cloakroom.examples.fleet.FleetCommand} is the front door.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.examples.fleet;
