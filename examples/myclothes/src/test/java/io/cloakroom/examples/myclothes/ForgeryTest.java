package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForgeryTest {

    private static final Map<String, String> ITEM = Map.of("sku", "tee-moss-m", "quantity", "1");

    private final Shopper shopper = new Shopper();

    @ParameterizedTest
    @ValueSource(strings = {"/cart/items", "/login", "/register", "/logout", "/checkout", "/cart/items/tee-moss-m"})
    void post_withoutToken_isRefused(String path) {
        Page page = shopper.post(Instance.A, path, ITEM, "");

        assertThat(page.status()).isEqualTo(403);
        assertThat(page.html()).contains("Please send this form again");
        assertThat(shopper.hasCookies()).isFalse();
    }

    @Test
    void post_tokenOfAnotherInstance_isAccepted() {
        String token = shopper.get(Instance.A, "/products/tee-moss-m").token();

        assertThat(shopper.post(Instance.B, "/cart/items", ITEM, token).status())
                .isEqualTo(303);
    }

    @Test
    void post_formOpenedBeforeTheSessionBegan_isAccepted() {
        String secondTab = shopper.get(Instance.A, "/products/tee-moss-m").token();
        shopper.addToCart(Instance.A, "tee-chalk-m", 1);

        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, secondTab).status())
                .isEqualTo(303);
        assertThat(shopper.cart(Instance.A)).hasSize(2);
    }

    @Test
    void post_guestsTokenToAnAccount_isRefused() {
        String anybodyCanHaveThis = new Shopper().get(Instance.A, "/login").token();
        shopper.register(Instance.A);

        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, anybodyCanHaveThis)
                        .status())
                .isEqualTo(403);
        assertThat(shopper.cart(Instance.A)).isEmpty();
    }

    @Test
    void post_tokenOfAnotherAccount_isRefused() {
        String attackers =
                new Shopper().register(Instance.A).get(Instance.A, "/cart").token();
        shopper.register(Instance.A);

        assertThat(shopper.post(Instance.A, "/logout", Map.of(), attackers).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void post_fromAnotherSite_isRefusedEvenWithAGoodToken(String site) {
        String token = shopper.get(Instance.A, "/login").token();

        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, token, "Sec-Fetch-Site", site)
                        .status())
                .isEqualTo(403);
        assertThat(shopper.hasCookies())
                .as("no new session may replace the shopper's own")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:1", "not an origin"})
    void post_originElsewhere_isRefused(String origin) {
        String token = shopper.get(Instance.A, "/login").token();

        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, token, "Origin", origin)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void post_fromThisShop_isAccepted() {
        String token = shopper.get(Instance.A, "/login").token();
        String origin = Instance.A.uri().resolve("/").toString().replaceFirst("/$", "");

        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, token, "Origin", origin)
                        .status())
                .isEqualTo(303);
        assertThat(shopper.post(Instance.A, "/cart/items", ITEM, token, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(303);
    }

    @Test
    void post_originThatTheLoadBalancerWasAskedFor_isAccepted() {
        String token = shopper.get(Instance.A, "/login").token();

        Page page = shopper.post(
                Instance.A,
                "/cart/items",
                ITEM,
                token,
                "Origin",
                "https://www.myclothes.example",
                "X-Forwarded-Host",
                "www.myclothes.example");

        assertThat(page.status()).isEqualTo(303);
    }

    @Test
    void get_onAPostOnlyPath_isNotAllowed() {
        assertThat(shopper.get(Instance.A, "/logout").status()).isEqualTo(405);
        assertThat(shopper.get(Instance.A, "/cart/items").status()).isEqualTo(405);
    }
}
