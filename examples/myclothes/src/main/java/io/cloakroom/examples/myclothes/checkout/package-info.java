/** Turns a cart into an order. */
@NullMarked
package io.cloakroom.examples.myclothes.checkout;

import org.jspecify.annotations.NullMarked;
