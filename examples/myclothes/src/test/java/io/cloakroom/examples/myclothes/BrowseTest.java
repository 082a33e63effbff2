package io.cloakroom.examples.myclothes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrowseTest {

    private final Shopper shopper = new Shopper();

    @Test
    void catalog_firstPage_showsTwelveProductsAndTheNextPage() {
        Page page = shopper.get(Instance.A, "/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.products()).hasSize(12);
        assertThat(page.html())
                .contains("href=\"/?page=2\"")
                .contains("Harbour tee")
                .contains("€19.90");
    }

    @Test
    void catalog_allPages_showEachProductOnce() {
        var first = shopper.get(Instance.A, "/").products();
        var second = shopper.get(Instance.A, "/?page=2").products();
        var third = shopper.get(Instance.A, "/?page=3").products();

        assertThat(first).doesNotContainAnyElementsOf(second).doesNotContainAnyElementsOf(third);
        assertThat(first.size() + second.size() + third.size()).isEqualTo(27);
    }

    @Test
    void catalog_category_showsOnlyItsProducts() {
        Page page = shopper.get(Instance.A, "/?category=dresses");

        assertThat(page.products()).hasSize(5).allMatch(sku -> sku.startsWith("dress-") || sku.startsWith("skirt-"));
        assertThat(page.html()).contains("<h1>Dresses &amp; skirts</h1>");
    }

    @Test
    void catalog_search_findsByNameAndKeepsWhatWasTypedHarmless() {
        assertThat(shopper.get(Instance.A, "/?q=linen").products()).hasSize(2);
        assertThat(shopper.get(Instance.A, "/?q=100%25").products()).isEmpty();
        assertThat(shopper.get(Instance.A, "/?q=%3Cscript%3E").html())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?page=0", "/?page=-1", "/?page=x", "/?page=99999999999", "/?category=hats", "/?page=900"})
    void catalog_oddAddress_isAPage(String path) {
        assertThat(shopper.get(Instance.A, path).status()).isEqualTo(200);
    }

    @Test
    void product_showsSizesStockAndAForm() {
        Page page = shopper.get(Instance.A, "/products/shirt-oxford-l");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("<h1>Oxford shirt</h1>")
                .contains("value=\"shirt-oxford-l\" required checked")
                .contains("action=\"/cart/items\"")
                .contains("data-stock=");
        assertThat(page.token()).isNotEmpty();
    }

    @Test
    void picture_isDrawnAndMayBeKept() {
        Page page = shopper.get(Instance.A, "/pictures/shirt-8fb3d9.svg");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(page.header("Cache-Control")).contains("immutable");
        assertThat(page.html()).startsWith("<svg").contains("#8fb3d9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/error",
                "/products/",
                "/products/no-such-thing-m",
                "/products/shirt-oxford-xxxl",
                "/pictures/hat-ffffff.svg",
                "/pictures/shirt-red.svg",
                "/assets/other.css"
            })
    void unknownAddress_isNotFoundInTheLookOfTheShop(String path) {
        Page page = shopper.get(Instance.A, path);

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.html()).contains("MyClothes").doesNotContain("jetty").doesNotContain("Exception");
    }

    @Test
    void malformedAddress_isABadRequestWithoutDetails() {
        Page page = shopper.get(Instance.A, "/products/..%2F..");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.html()).doesNotContainIgnoringCase("jetty").doesNotContain("Exception");
    }

    @Test
    void crawler_looksAtEverything_getsNoCookieAndNoSession() {
        for (String path :
                new String[] {"/", "/?category=tops", "/products/tee-moss-m", "/cart", "/login", "/register"}) {
            Page page = shopper.get(Instance.A, path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.cookies()).isEmpty();
        }
        assertThat(shopper.hasCookies()).isFalse();
    }

    @Test
    void everyResponse_hasItsInstanceAndSecurityHeaders() {
        for (String path : new String[] {"/", "/nowhere", "/assets/shop.css", "/health/live"}) {
            Page page = shopper.get(Instance.B, path);
            assertThat(page.header("X-Served-By")).isEqualTo("b");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
        }
        assertThat(shopper.get(Instance.B, "/").html()).contains("Served by <strong>b</strong>");
    }

    @Test
    void pages_haveNoScriptAndNoInlineStyle() {
        for (String path : new String[] {"/", "/products/tee-moss-m", "/cart", "/login"}) {
            assertThat(shopper.get(Instance.A, path).html())
                    .doesNotContain("<script")
                    .doesNotContain("style=")
                    .contains("<html lang=\"en\">");
        }
    }

    @Test
    void styleSheet_unchanged_isNotSentAgain() {
        String tag = shopper.get(Instance.A, "/assets/shop.css").header("ETag");

        assertThat(shopper.getIfNoneMatch(Instance.B, "/assets/shop.css", tag).status())
                .isEqualTo(304);
    }
}
