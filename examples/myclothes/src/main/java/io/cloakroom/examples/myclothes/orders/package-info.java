/** Orders that were placed. */
@NullMarked
package io.cloakroom.examples.myclothes.orders;

import org.jspecify.annotations.NullMarked;
