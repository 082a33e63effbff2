/** Tests of the router against real servers. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.routing;
