package io.cloakroom.routing;

import java.time.Duration;

/**
 * How long a node is left alone after a failure: twice as long each time.
 *
 * @param first after the first failure
 * @param longest at most
 */
record BackOff(Duration first, Duration longest) {

    long nanosAfter(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, 20);
        return doubled <= 0 ? longest.toNanos() : Math.min(doubled, longest.toNanos());
    }
}
