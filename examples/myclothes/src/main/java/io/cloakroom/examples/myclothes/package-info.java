/** MyClothes: a small shop on a stateless web tier. {@link MyClothes} starts one instance of it. */
@NullMarked
package io.cloakroom.examples.myclothes;

import org.jspecify.annotations.NullMarked;
