package io.cloakroom.routing;

import java.time.Duration;

/**
 * How long the router waits, and for what.
 *
 * @param maxLag how far a replica may be behind
 * @param acquireWithin after which time no further replica is tried
 * @param freshnessWait how long a read waits for a replica to get what it must see
 */
record RoutingTimes(Duration maxLag, Duration acquireWithin, Duration freshnessWait) {}
