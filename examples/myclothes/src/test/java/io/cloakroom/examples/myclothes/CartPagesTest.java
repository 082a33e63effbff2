package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CartPagesTest {

    private static final String JEANS = "jeans-straight-m";
    private static final String COAT = "coat-rain-l";

    private final Shopper shopper = new Shopper();

    @Test
    void add_onTwoInstances_fillsOneCart() {
        assertThat(shopper.addToCart(Instance.A, JEANS, 1).status()).isEqualTo(303);
        assertThat(shopper.addToCart(Instance.B, COAT, 2).status()).isEqualTo(303);

        assertThat(shopper.cart(Instance.A)).isEqualTo(Map.of(JEANS, 1, COAT, 2));
        assertThat(shopper.cart(Instance.B)).isEqualTo(Map.of(JEANS, 1, COAT, 2));
        assertThat(shopper.get(Instance.B, "/cart").totalCents()).isEqualTo(7990 + 2 * 14990);
    }

    @Test
    void add_fromManyTabsAtOnce_losesNothing() throws Exception {
        shopper.addToCart(Instance.A, JEANS, 1);
        List<String> skus = List.of("tee-moss-m", "tee-chalk-m", "shirt-linen-m", "dress-meadow-m");
        List<Callable<Page>> clicks = IntStream.range(0, 24)
                .<Callable<Page>>mapToObj(i ->
                        () -> shopper.addToCart(i % 2 == 0 ? Instance.A : Instance.B, skus.get(i % skus.size()), 1))
                .toList();

        ExecutorService tabs = Executors.newFixedThreadPool(8);
        try {
            for (Future<Page> click : tabs.invokeAll(clicks)) {
                assertThat(click.get().status()).isEqualTo(303);
            }
        } finally {
            tabs.shutdown();
        }

        assertThat(shopper.cart(Instance.B))
                .isEqualTo(
                        Map.of(JEANS, 1, "tee-moss-m", 6, "tee-chalk-m", 6, "shirt-linen-m", 6, "dress-meadow-m", 6));
    }

    @Test
    void set_quantityAndRemove_changeTheLine() {
        shopper.addToCart(Instance.A, JEANS, 1);
        shopper.addToCart(Instance.A, COAT, 1);

        assertThat(shopper.post(Instance.B, "/cart/items/" + JEANS, Map.of("quantity", "3"))
                        .status())
                .isEqualTo(303);
        shopper.post(Instance.A, "/cart/items/" + COAT, Map.of("quantity", "1", "remove", "yes"));

        assertThat(shopper.cart(Instance.B)).isEqualTo(Map.of(JEANS, 3));
    }

    @Test
    void set_withoutACart_beginsNoSession() {
        assertThat(shopper.post(Instance.A, "/cart/items/" + JEANS, Map.of("quantity", "3"))
                        .status())
                .isEqualTo(303);

        assertThat(shopper.hasCookies()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "21", "x", "", "99999999999"})
    void add_badQuantity_isShownNextToTheField(String quantity) {
        Page page = shopper.post(Instance.A, "/cart/items", Map.of("sku", JEANS, "quantity", quantity));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("id=\"quantity-error\"").contains("Straight jeans");
        assertThat(shopper.hasCookies()).isFalse();
    }

    @Test
    void set_badQuantity_isShownAndChangesNothing() {
        shopper.addToCart(Instance.A, JEANS, 2);

        Page page = shopper.post(Instance.A, "/cart/items/" + JEANS, Map.of("quantity", "400"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("Choose from 0 to 20 pieces.");
        assertThat(page.lines()).isEqualTo(Map.of(JEANS, 2));
    }

    @Test
    void add_soldOutSize_isRefused() {
        // sold out from the beginning
        Page page = shopper.addToCart(Instance.A, "tee-moss-xs", 1);

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("id=\"sku-error\"");
        assertThat(shopper.hasCookies()).isFalse();
    }

    @Test
    void add_unknownSku_isNotFound() {
        assertThat(shopper.addToCart(Instance.A, "hat-green-m", 1).status()).isEqualTo(404);
        assertThat(shopper.addToCart(Instance.A, "' OR 1=1 --", 1).status()).isEqualTo(404);
    }
}
