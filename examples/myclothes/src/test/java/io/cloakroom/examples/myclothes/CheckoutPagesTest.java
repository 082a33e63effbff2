package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class CheckoutPagesTest {

    private final Shopper shopper = new Shopper();

    @Test
    void checkOut_reducesStockAndShowsTheOrderOnTheOtherInstance() throws Exception {
        String sku = "sweater-fisher-m";
        Stock.set(sku, 10);
        shopper.addToCart(Instance.A, sku, 3);
        shopper.register(Instance.A);

        Page placed = shopper.checkOut(Instance.A);

        assertThat(placed.status()).isEqualTo(303);
        Page order = shopper.get(Instance.B, placed.header("Location"));
        assertThat(order.status()).isEqualTo(200);
        assertThat(order.lines()).isEqualTo(Map.of(sku, 3));
        assertThat(order.totalCents()).isEqualTo(3 * 8990);
        assertThat(order.html()).contains("Thank you").contains("Ada Lovelace");
        assertThat(Stock.of(sku)).isEqualTo(7);
        assertThat(shopper.cart(Instance.B)).isEmpty();
        assertThat(shopper.get(Instance.B, "/orders").orderId()).isEqualTo(order.orderId());
    }

    @Test
    void checkOut_replicaBehind_orderIsThereAllTheSame() {
        shopper.addToCart(Instance.A, "tee-harbour-m", 1);
        shopper.register(Instance.A);
        Servers.DATABASE.pauseReplication();
        try {
            Page placed = shopper.checkOut(Instance.A);
            assertThat(shopper.get(Instance.B, placed.header("Location")).status())
                    .isEqualTo(200);
        } finally {
            Servers.DATABASE.resumeReplication();
            Servers.DATABASE.awaitReplicas(Duration.ofSeconds(10));
        }
    }

    @Test
    void checkOut_lastPieceWantedByTwo_isOrderedOnce() throws Exception {
        String sku = "dress-evening-m";
        Stock.set(sku, 1);
        Shopper other = new Shopper();
        for (Shopper each : List.of(shopper, other)) {
            each.addToCart(Instance.A, sku, 1);
            each.register(Instance.A);
        }
        long before = Stock.ordered(sku);

        List<Integer> answers = atOnce(
                () -> shopper.checkOut(Instance.A).status(),
                () -> other.checkOut(Instance.B).status());

        assertThat(answers).containsExactlyInAnyOrder(303, 409);
        assertThat(Stock.of(sku)).isZero();
        assertThat(Stock.ordered(sku) - before).isEqualTo(1);
        Shopper loser = shopper.cart(Instance.A).isEmpty() ? other : shopper;
        assertThat(loser.cart(Instance.A))
                .as("who got nothing still has the cart")
                .isEqualTo(Map.of(sku, 1));
    }

    @Test
    void checkOut_doubleClick_placesOneOrder() throws Exception {
        String sku = "hoodie-sunrise-m";
        Stock.set(sku, 10);
        shopper.addToCart(Instance.A, sku, 2);
        shopper.register(Instance.A);
        long before = Stock.ordered(sku);

        List<Integer> answers = atOnce(
                () -> shopper.checkOut(Instance.A).status(),
                () -> shopper.checkOut(Instance.B).status());

        assertThat(answers).containsOnly(303);
        assertThat(Stock.ordered(sku) - before).isEqualTo(2);
        assertThat(Stock.of(sku)).isEqualTo(8);
    }

    @Test
    void checkOut_moreThanThereIs_isShownAndNothingIsTaken() throws Exception {
        String scarce = "coat-city-l";
        String plenty = "coat-city-m";
        Stock.set(scarce, 2);
        Stock.set(plenty, 9);
        shopper.addToCart(Instance.A, plenty, 1);
        shopper.addToCart(Instance.A, scarce, 5);
        shopper.register(Instance.A);

        Page page = shopper.checkOut(Instance.A);

        assertThat(page.status()).isEqualTo(409);
        assertThat(page.html()).contains("Only 2 left.");
        assertThat(Stock.of(scarce)).isEqualTo(2);
        assertThat(Stock.of(plenty)).isEqualTo(9);
        assertThat(shopper.cart(Instance.A)).hasSize(2);
    }

    @Test
    void checkOut_forgedPrice_hasNoEffect() throws Exception {
        String sku = "jacket-down-m";
        Stock.set(sku, 5);
        shopper.post(
                Instance.A,
                "/cart/items",
                Map.of("sku", sku, "quantity", "1", "price", "1", "price_cents", "1", "total", "1"));
        shopper.register(Instance.A);
        Map<String, String> fields = new HashMap<>(
                Map.of("recipient", "Eve", "street", "Road 1", "postcode", "1", "city", "Town", "total_cents", "1"));

        Page placed = shopper.post(Instance.A, "/checkout", fields);

        assertThat(shopper.get(Instance.A, placed.header("Location")).totalCents())
                .isEqualTo(13990);
    }

    @Test
    void checkOut_badAddress_isShownNextToTheField() {
        shopper.addToCart(Instance.A, "tee-harbour-m", 1);
        shopper.register(Instance.A);

        Page page = shopper.post(Instance.A, "/checkout", Map.of("recipient", "Ada", "street", " ", "city", "London"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html())
                .contains("id=\"street-error\"")
                .contains("id=\"postcode-error\"")
                .contains("value=\"London\"");
        assertThat(shopper.cart(Instance.A)).hasSize(1);
    }

    @Test
    void checkOut_guest_isSentToLogIn() {
        shopper.addToCart(Instance.A, "tee-harbour-m", 1);

        assertThat(shopper.get(Instance.A, "/checkout").header("Location")).isEqualTo("/login?next=/checkout");
        assertThat(shopper.checkOut(Instance.A).header("Location")).isEqualTo("/login?next=/checkout");
    }

    @Test
    void checkOut_emptyCart_goesBackToTheCart() {
        shopper.register(Instance.A);

        assertThat(shopper.get(Instance.A, "/checkout").header("Location")).isEqualTo("/cart");
        assertThat(shopper.checkOut(Instance.A).header("Location")).isEqualTo("/cart");
    }

    @Test
    void checkoutPage_showsTheCartAndTheAddressForm() {
        shopper.addToCart(Instance.A, "tee-harbour-m", 2);
        shopper.register(Instance.A);

        Page page = shopper.get(Instance.B, "/checkout");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.lines()).isEqualTo(Map.of("tee-harbour-m", 2));
        assertThat(page.html()).contains("autocomplete=\"postal-code\"");
    }

    @Test
    void order_ofSomebodyElse_isNotFound() {
        shopper.addToCart(Instance.A, "tee-harbour-m", 1);
        shopper.register(Instance.A);
        String order = shopper.checkOut(Instance.A).header("Location");
        Shopper other = new Shopper().register(Instance.A);

        assertThat(other.get(Instance.A, order).status()).isEqualTo(404);
        assertThat(other.get(Instance.A, "/orders").html()).contains("You have not ordered anything yet.");
        assertThat(new Shopper().get(Instance.A, order).header("Location")).isEqualTo("/login?next=/orders");
        assertThat(shopper.get(Instance.A, order).status()).isEqualTo(200);
    }

    @Test
    void order_oddNumber_isNotFound() {
        shopper.register(Instance.A);

        assertThat(shopper.get(Instance.A, "/orders/x").status()).isEqualTo(404);
        assertThat(shopper.get(Instance.A, "/orders/99999999999999999999").status())
                .isEqualTo(404);
    }

    private static List<Integer> atOnce(Callable<Integer> one, Callable<Integer> other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> answers = threads.invokeAll(List.of(one, other));
            return List.of(answers.get(0).get(), answers.get(1).get());
        } finally {
            threads.shutdown();
        }
    }
}
