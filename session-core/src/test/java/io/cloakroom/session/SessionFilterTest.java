package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.SessionStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionFilterTest {

    private final SessionFilterBuilder builder = SessionFilter.builder(InMemorySessionStore.create());

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 999})
    void durations_tooShort_areRefused(long millis) {
        Duration tooShort = Duration.ofMillis(millis);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.idleTimeout(tooShort))
                .withMessage("idleTimeout must be 1 s or more: " + tooShort);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.absoluteLifetime(tooShort));
    }

    @Test
    void budget_outOfRange_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.budget(Duration.ofSeconds(61)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.51, Double.NaN})
    void touchEvery_fractionOutOfRange_isRefused(double fraction) {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.touchEvery(fraction));
    }

    @Test
    void touchEvery_negativeDuration_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.touchEvery(Duration.ofMillis(-1)));
    }

    @Test
    void build_idleTimeoutLongerThanAbsoluteLifetime_isRefused() {
        builder.idleTimeout(Duration.ofHours(13));

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("PT12H");
    }

    @Test
    void build_codecAndPackages_isRefused() {
        builder.codec(AttributeCodec.javaSerialization()).allowPackages("com.myclothes");

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("allowPackages");
    }

    @Test
    void build_twoCodecsWithOneId_isRefused() {
        builder.alsoReads(AttributeCodec.javaSerialization("com.myclothes"));

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("its own: 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void sizes_ofNothing_areRefused(int bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxAttributeSize(bytes))
                .withMessage("maxAttributeSize must be 1 or more: " + bytes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxSessionSize(bytes))
                .withMessage("maxSessionSize must be 1 or more: " + bytes);
    }

    @Test
    void build_notBeforeForSessionsInAStore_isRefused() {
        builder.notBefore(NotBefore.never());

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("notBefore");
    }

    @Test
    void build_sealOfASealedCookie_isRefused() {
        KeyRing keys = KeyRing.of(SealingKey.random(1));
        SessionFilterBuilder sealedTwice = SessionFilter.sealedCookie(keys).seal(keys);

        assertThatIllegalStateException().isThrownBy(sealedTwice::build).withMessageContaining("seal");
    }

    @Test
    void maxSessionsPerPrincipal_lessThanOne_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxSessionsPerPrincipal(0, SessionLimitPolicy.REJECT))
                .withMessage("maxSessionsPerPrincipal must be 1 or more: 0");
    }

    @Test
    void build_storeWithoutACapability_isRefusedByItsName() {
        SessionStore plain = storeThatIs(SessionStore.class);
        SessionStore indexed = storeThatIs(SessionStore.class, PrincipalIndex.class);

        assertThatIllegalStateException()
                .isThrownBy(
                        SessionFilter.builder(plain).maxSessionsPerPrincipal(1, SessionLimitPolicy.END_OLDEST)::build)
                .withMessageContaining("maxSessionsPerPrincipal needs a store that implements PrincipalIndex");
        assertThatIllegalStateException()
                .isThrownBy(SessionFilter.builder(indexed).maxSessionsPerPrincipal(1, SessionLimitPolicy.REJECT)::build)
                .withMessageContaining("REJECT needs a store that implements SessionLimit");
        assertThatIllegalStateException()
                .isThrownBy(SessionFilter.builder(plain).expiryEvents(true)::build)
                .withMessageContaining("expiryEvents needs a store that implements ExpiryEvents");
        assertThatIllegalStateException()
                .isThrownBy(SessionFilter.create(plain)::administration)
                .withMessageContaining("administration needs a store that implements PrincipalIndex");
    }

    @Test
    void build_sealedCookieWithWhatNeedsAStore_isRefused() {
        KeyRing keys = KeyRing.of(SealingKey.random(1));

        assertThatIllegalStateException()
                .isThrownBy(
                        SessionFilter.sealedCookie(keys).maxSessionsPerPrincipal(1, SessionLimitPolicy.END_OLDEST)
                                ::build)
                .withMessageContaining("maxSessionsPerPrincipal is for sessions in a store");
        assertThatIllegalStateException()
                .isThrownBy(SessionFilter.sealedCookie(keys).expiryEvents(true)::build)
                .withMessageContaining("expiryEvents is for sessions in a store");
        assertThatIllegalStateException()
                .isThrownBy(SessionFilter.sealedCookie(keys).build()::administration)
                .withMessageContaining("administration is for sessions in a store");
    }

    private static SessionStore storeThatIs(Class<?>... capabilities) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(), capabilities, (proxy, method, arguments) -> null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "com.", "com..myclothes", "com.myclothes.*", "9"})
    void build_packageThatIsNone_isRefused(String name) {
        builder.allowPackages(name);

        assertThatIllegalArgumentException().isThrownBy(builder::build);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Session", "X-Session:", "Größe", "Cookie", "set-cookie", "Authorization"})
    void header_thatIsNone_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.header(name))
                .withMessageContaining("header must be a token");
    }

    @Test
    void build_cookieAndHeader_isRefused() {
        builder.cookie(SessionCookie.create()).header("X-Session-Ticket");

        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("one of the two");
    }

    @Test
    void build_sealedCookieInAHeader_isRefused() {
        SessionFilterBuilder sealed = SessionFilter.sealedCookie(KeyRing.of(SealingKey.random(1)));

        assertThatIllegalStateException()
                .isThrownBy(sealed.header("X-Session-Ticket")::build)
                .withMessageContaining("a sealed cookie is a cookie");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128})
    void build_codecWithAnIdOutOfRange_isRefused(int id) {
        builder.codec(new AttributeCodec() {
            @Override
            public int id() {
                return id;
            }

            @Override
            public byte[] encode(Object value) {
                return new byte[0];
            }

            @Override
            public Object decode(byte[] bytes, ClassLoader classLoader) {
                return "";
            }
        });

        assertThatIllegalArgumentException().isThrownBy(builder::build);
    }
}
