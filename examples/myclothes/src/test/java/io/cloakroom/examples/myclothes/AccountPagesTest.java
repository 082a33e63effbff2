package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountPagesTest {

    private static final String SKU = "jacket-field-m";

    private final Shopper shopper = new Shopper();

    @Test
    void register_keepsTheCartAndChangesTheId() {
        shopper.addToCart(Instance.A, SKU, 2);
        String guest = shopper.ticket();

        shopper.register(Instance.B);

        assertThat(shopper.ticket()).isNotEqualTo(guest).isNotEmpty();
        assertThat(shopper.cart(Instance.A)).isEqualTo(Map.of(SKU, 2));
        assertThat(shopper.get(Instance.A, "/").html()).contains("Hello, Ada");
    }

    @Test
    void login_onAnotherInstance_keepsTheCartAndChangesTheId() {
        shopper.register(Instance.A);
        shopper.post(Instance.A, "/logout", Map.of());
        assertThat(shopper.get(Instance.B, "/").html()).doesNotContain("Hello, Ada");
        shopper.addToCart(Instance.A, SKU, 1);
        String guest = shopper.ticket();

        Page page = login(shopper.email().toUpperCase(Locale.ROOT), "correct horse", "/orders");

        assertThat(page.status()).isEqualTo(303);
        assertThat(page.header("Location")).isEqualTo("/orders");
        assertThat(shopper.ticket()).isNotEqualTo(guest).isNotEmpty();
        assertThat(shopper.cart(Instance.A)).isEqualTo(Map.of(SKU, 1));
        assertThat(shopper.get(Instance.A, "/").html()).contains("Hello, Ada");
    }

    @Test
    void login_wrongPasswordOrAddress_isToldInTheSameWords() {
        shopper.register(Instance.A);
        shopper.post(Instance.A, "/logout", Map.of());

        Page wrongPassword = login(shopper.email(), "correct pony", "");
        Page wrongAddress = login("nobody@example.com", "correct horse", "");

        assertThat(wrongPassword.status()).isEqualTo(422);
        assertThat(wrongAddress.status()).isEqualTo(422);
        assertThat(wrongPassword.html()).contains("There is no account with this e-mail address and password.");
        assertThat(wrongAddress.html()).contains("There is no account with this e-mail address and password.");
        assertThat(wrongPassword.html()).doesNotContain("correct pony");
    }

    @Test
    void login_destinationElsewhere_isIgnored() {
        shopper.register(Instance.A);

        Page page = login(shopper.email(), "correct horse", "https://evil.example/");

        assertThat(page.header("Location")).isEqualTo("/");
    }

    @Test
    void logout_endsTheSessionOnAllInstances() {
        shopper.register(Instance.A);

        assertThat(shopper.post(Instance.B, "/logout", Map.of()).status()).isEqualTo(303);

        assertThat(shopper.get(Instance.A, "/orders").status()).isEqualTo(303);
    }

    @Test
    void logout_keepsTheCartForTheNextLogin() {
        shopper.addToCart(Instance.A, SKU, 2);
        shopper.register(Instance.A);
        shopper.post(Instance.A, "/logout", Map.of());
        assertThat(shopper.cart(Instance.A))
                .as("for the next one at this screen")
                .isEmpty();
        shopper.addToCart(Instance.B, SKU, 1);
        shopper.addToCart(Instance.B, "skirt-midi-m", 1);

        login(shopper.email(), "correct horse", "");

        assertThat(shopper.cart(Instance.A)).isEqualTo(Map.of(SKU, 2, "skirt-midi-m", 1));
    }

    @Test
    void register_addressTwice_isRefused() {
        shopper.register(Instance.A);
        Shopper other = new Shopper();

        Page page = other.post(
                Instance.B,
                "/register",
                Map.of("name", "Eve", "email", shopper.email(), "password", "another password"));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("id=\"email-error\"");
        assertThat(other.hasCookies()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "name, ''",
        "email, nobody",
        "email, ''",
        "password, short",
    })
    void register_badField_isShownNextToIt(String field, String value) {
        Map<String, String> fields =
                new HashMap<>(Map.of("name", "Ada", "email", shopper.email(), "password", "correct horse"));
        fields.put(field, value);

        Page page = shopper.post(Instance.A, "/register", fields);

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.html()).contains("id=\"" + field + "-error\"").doesNotContain("correct horse");
    }

    @Test
    void register_nameWithMarkup_isShownAsText() {
        shopper.post(
                Instance.A,
                "/register",
                Map.of("name", "<b>Ada</b>", "email", shopper.email(), "password", "correct horse"));

        assertThat(shopper.get(Instance.A, "/").html()).contains("&lt;b&gt;Ada").doesNotContain("<b>Ada");
    }

    private Page login(String email, String password, String next) {
        return shopper.post(Instance.B, "/login", Map.of("email", email, "password", password, "next", next));
    }
}
