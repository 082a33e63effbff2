/** The shopper's cart, an immutable value in the HTTP session. */
@NullMarked
package io.cloakroom.examples.myclothes.cart;

import org.jspecify.annotations.NullMarked;
