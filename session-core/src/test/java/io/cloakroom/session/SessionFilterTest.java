package io.cloakroom.session;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.seal.KeyRing;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.InMemorySessionStore;
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

    @ParameterizedTest
    @ValueSource(strings = {"", "com.", "com..myclothes", "com.myclothes.*", "9"})
    void build_packageThatIsNone_isRefused(String name) {
        builder.allowPackages(name);

        assertThatIllegalArgumentException().isThrownBy(builder::build);
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
