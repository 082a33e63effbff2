package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Money;
import io.cloakroom.examples.myclothes.catalog.Product;
import io.cloakroom.examples.myclothes.catalog.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the cart as it is shown.
 *
 * @param line what is in the cart
 * @param product its product, or {@code null} if the shop does not sell it any more
 * @param variant its size, {@code null} when the product is
 */
public record CartRow(
        CartLine line, @Nullable Product product, @Nullable Variant variant) {

    public boolean isSold() {
        return product != null;
    }

    public Money total() {
        return product == null ? Money.ZERO : product.price().times(line.quantity());
    }

    /** Whether more is wanted than there was when the catalogue was read. */
    public boolean isShort() {
        return variant != null && variant.stock() < line.quantity();
    }
}
