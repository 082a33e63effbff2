package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("59 and 61: cookie attributes")
final class SessionCookieTest {

    @Test
    void create_isAsStrictAsALinkedShopCanBe() {
        assertThat(SessionCookie.create().headerValue("t"))
                .isEqualTo("__Host-sid=t; Path=/; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void insecureForLocalhost_hasNeitherPrefixNorSecure() {
        SessionCookie cookie = SessionCookie.insecureForLocalhost();

        assertThat(cookie.headerValue("t")).isEqualTo("sid=t; Path=/; HttpOnly; SameSite=Lax");
        assertThat(cookie.secure()).isFalse();
    }

    @Test
    void build_withAllAttributes_writesThem() {
        SessionCookie cookie = SessionCookie.builder()
                .name("shop")
                .path("/shop")
                .domain("myclothes.com")
                .sameSite(SameSite.NONE)
                .partitioned(true)
                .build();

        assertThat(cookie.headerValue("t"))
                .isEqualTo("__Secure-shop=t; Path=/shop; Domain=myclothes.com; Secure; HttpOnly; SameSite=None;"
                        + " Partitioned");
        assertThat(cookie.expiredHeaderValue())
                .isEqualTo("__Secure-shop=; Path=/shop; Domain=myclothes.com; Secure; HttpOnly; SameSite=None;"
                        + " Partitioned; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
        assertThat(cookie.name()).isEqualTo("__Secure-shop");
        assertThat(cookie.path()).isEqualTo("/shop");
        assertThat(cookie.domain()).hasValue("myclothes.com");
        assertThat(cookie.sameSite()).isEqualTo(SameSite.NONE);
        assertThat(cookie.partitioned()).isTrue();
    }

    @Test
    void build_withPathOrDomain_costsTheHostPrefix() {
        assertThat(SessionCookie.builder().path("/shop").build().name()).isEqualTo("__Secure-sid");
        assertThat(SessionCookie.builder().domain("myclothes.com").build().name())
                .isEqualTo("__Secure-sid");
    }

    @Test
    void build_partitionedWithoutSameSiteNone_isRefused() {
        var builder = SessionCookie.builder().partitioned(true);

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("LAX");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a=b", "a\r\nSet-Cookie: x=y", "ü", "__Host-sid", "__secure-sid"})
    void name_thatIsNoTokenOrHasAPrefix_isRefused(String name) {
        var builder = SessionCookie.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.name(name))
                .withMessageStartingWith("cookie name must")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "/a;Domain=evil.com", "/a\r\nX: y", "/ä"})
    void path_thatIsNone_isRefused(String path) {
        var builder = SessionCookie.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.path(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".myclothes.com", "my clothes.com", "a;b", "a\r\nX: y", "myclothes.com:80"})
    void domain_thatIsNone_isRefused(String domain) {
        var builder = SessionCookie.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.domain(domain));
    }
}
