package io.cloakroom.routing;

import java.time.Duration;

/**
 * How a replica comes back.
 *
 * @param backOff how long it is left alone after a failure
 * @param slowStart for how long it then gets less than its share
 */
record Recovery(BackOff backOff, Duration slowStart) {}
