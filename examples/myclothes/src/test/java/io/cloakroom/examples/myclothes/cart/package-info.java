@NullMarked
package io.cloakroom.examples.myclothes.cart;

import org.jspecify.annotations.NullMarked;
