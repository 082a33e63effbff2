package io.cloakroom.examples.myclothes.orders;

import io.cloakroom.examples.myclothes.catalog.Money;
import io.cloakroom.examples.myclothes.catalog.Sku;

/**
 * So many pieces of one sku, at the price of that moment.
 *
 * @param sku what
 * @param name the name of the product
 * @param size its size
 * @param quantity how many
 * @param price of one piece
 */
public record OrderLine(Sku sku, String name, String size, int quantity, Money price) {

    public Money total() {
        return price.times(quantity);
    }
}
