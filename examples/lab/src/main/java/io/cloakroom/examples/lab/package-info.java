/** The smallest web application that can lose a cart, to be run several times over; its tests are the experiments. */
@org.jspecify.annotations.NullMarked
package io.cloakroom.examples.lab;
