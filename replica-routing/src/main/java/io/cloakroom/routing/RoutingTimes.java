package io.cloakroom.routing;

import java.time.Duration;

/**
 * How long the router waits, and for what.
 *
 * @param maxLag how far a replica may be behind
 * @param acquireWithin after which time no further replica is tried
 * @param freshnessWait how long a read waits for a replica to get what it must see
 * @param primaryWait how long a statement waits for a primary when it is lost
 * @param tokenTimeToLive after which time a token says nothing any more
 * @param clockSkew by how much the clocks of two instances may differ
 */
record RoutingTimes(
        Duration maxLag,
        Duration acquireWithin,
        Duration freshnessWait,
        Duration primaryWait,
        Duration tokenTimeToLive,
        Duration clockSkew) {}
