package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;

/**
 * A product in one size.
 *
 * @param sku its number
 * @param size as on the label, such as {@code XL}
 * @param stock how many there were when it was read: good enough to show, checked again when an order is placed
 */
public record Variant(Sku sku, String size, int stock) implements Serializable {

    public boolean inStock() {
        return stock > 0;
    }

    /** The stock in words that do not promise more than a cached number can. */
    public String availability() {
        if (stock == 0) {
            return "sold out";
        }
        return stock <= 5 ? "only " + stock + " left" : "in stock";
    }
}
