/**
 * Meters of the router: {@link io.cloakroom.routing.micrometer.RoutingMeters}. Needs {@code micrometer-core}, which an
 * application without meters goes without.
 */
@org.jspecify.annotations.NullMarked
package io.cloakroom.routing.micrometer;
