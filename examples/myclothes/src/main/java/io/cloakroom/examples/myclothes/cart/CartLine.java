package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Sku;
import java.io.Serializable;

/**
 * So many pieces of one sku.
 *
 * @param sku what
 * @param quantity how many, from 1 to {@link #MOST_PIECES}
 */
public record CartLine(Sku sku, int quantity) implements Serializable {

    /** The most pieces of one sku that a cart can have. */
    public static final int MOST_PIECES = 20;

    public CartLine {
        if (quantity < 1 || quantity > MOST_PIECES) {
            throw new IllegalArgumentException("quantity must be from 1 to " + MOST_PIECES + ": " + quantity);
        }
    }
}
