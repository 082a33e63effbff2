package io.cloakroom.examples.myclothes.checkout;

import io.cloakroom.examples.myclothes.catalog.Sku;
import java.util.Map;

/** What became of the wish to order a cart. */
sealed interface Placement {

    /**
     * There is an order: this request has placed it, or an earlier one with the same cart.
     *
     * @param orderId its number
     */
    record Placed(long orderId) implements Placement {}

    /**
     * There is no order, because something is not there any more.
     *
     * @param available how many pieces there are of each sku that there are too few of
     */
    record TooFew(Map<Sku, Integer> available) implements Placement {

        public TooFew {
            available = Map.copyOf(available);
        }
    }
}
