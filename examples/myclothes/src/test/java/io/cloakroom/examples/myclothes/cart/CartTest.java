package io.cloakroom.examples.myclothes.cart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakroom.examples.myclothes.catalog.Sku;
import org.junit.jupiter.api.Test;

final class CartTest {

    private static final Sku TEE = new Sku("tee-moss-m");
    private static final Sku COAT = new Sku("coat-rain-l");

    @Test
    void plus_presentSku_addsUpToTheMost() {
        Cart cart = Cart.empty().plus(TEE, 12).plus(COAT, 1).plus(TEE, 12);

        assertThat(cart.lines()).containsExactly(new CartLine(TEE, CartLine.MOST_PIECES), new CartLine(COAT, 1));
        assertThat(cart.pieces()).isEqualTo(21);
    }

    @Test
    void plus_fullCart_changesNothing() {
        Cart cart = Cart.empty();
        for (int i = 0; i < Cart.MOST_LINES; i++) {
            cart = cart.plus(new Sku("tee-" + i + "-m"), 1);
        }

        assertThat(cart.plus(COAT, 1)).isEqualTo(cart);
        assertThat(cart.plus(new Sku("tee-0-m"), 1).quantityOf(new Sku("tee-0-m")))
                .isEqualTo(2);
    }

    @Test
    void with_zero_removesTheLine() {
        assertThat(Cart.empty().plus(TEE, 1).plus(COAT, 1).with(TEE, 0).lines()).containsExactly(new CartLine(COAT, 1));
    }

    @Test
    void with_skuThatIsNotInTheCart_changesNothing() {
        Cart cart = Cart.empty().plus(TEE, 1);

        assertThat(cart.with(COAT, 3)).isEqualTo(cart);
    }

    @Test
    void minus_orderedCart_leavesWhatWasAddedSince() {
        Cart ordered = Cart.empty().plus(TEE, 2).plus(COAT, 1);

        Cart rest = ordered.plus(TEE, 3).minus(ordered);

        assertThat(rest.lines()).containsExactly(new CartLine(TEE, 3));
    }

    @Test
    void mergedWith_sameSkuInBoth_isNotDoubled() {
        Cart guest = Cart.empty().plus(TEE, 1).plus(COAT, 3);
        Cart saved = Cart.empty().plus(TEE, 2).plus(COAT, 1);

        assertThat(guest.mergedWith(saved).lines()).containsExactly(new CartLine(TEE, 2), new CartLine(COAT, 3));
        assertThat(Cart.empty().mergedWith(saved).lines()).isEqualTo(saved.lines());
    }

    @Test
    void id_changesWithTheContentOnly() {
        Cart cart = Cart.empty().plus(TEE, 1);

        assertThat(cart.plus(TEE, 1).id()).isNotEqualTo(cart.id());
        assertThat(cart.with(TEE, 1).id()).isEqualTo(cart.id());
    }
}
