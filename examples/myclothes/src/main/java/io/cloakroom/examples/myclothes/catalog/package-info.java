/** What the shop sells: products, their sizes and stock, and the pages that show them. */
@NullMarked
package io.cloakroom.examples.myclothes.catalog;

import org.jspecify.annotations.NullMarked;
