/** Tells a load balancer whether this instance can serve. */
@NullMarked
package io.cloakroom.examples.myclothes.health;

import org.jspecify.annotations.NullMarked;
