package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.catalog.Money;
import io.cloakroom.examples.myclothes.catalog.Product;
import io.cloakroom.examples.myclothes.catalog.Variant;
import java.util.List;

/**
 * The cart as it is shown, with the prices of the catalogue.
 *
 * @param rows one for each line
 * @param total the sum over what the shop still sells
 */
public record CartView(List<CartRow> rows, Money total) {

    public static CartView of(Cart cart, Catalog catalog) {
        List<CartRow> rows =
                cart.lines().stream().map(line -> row(line, catalog)).toList();
        return new CartView(rows, rows.stream().map(CartRow::total).reduce(Money.ZERO, Money::plus));
    }

    private static CartRow row(CartLine line, Catalog catalog) {
        Product product = catalog.product(line.sku()).orElse(null);
        Variant variant = product == null ? null : product.variant(line.sku()).orElse(null);
        return new CartRow(line, product, variant);
    }
}
