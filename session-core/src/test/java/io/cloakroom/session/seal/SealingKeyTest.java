package io.cloakroom.session.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealingKeyTest {

    private static final byte[] MESSAGE = "red hat".getBytes(UTF_8);
    private static final byte[] PLACE = "cart".getBytes(UTF_8);

    private final SealingKey key = SealingKey.random(1);

    @Test
    void open_ofWhatWasSealed_isTheMessage() {
        byte[] sealed = key.seal(MESSAGE, PLACE);

        assertThat(sealed).hasSize(MESSAGE.length + SealingKey.OVERHEAD_BYTES);
        assertThat(key.open(sealed, PLACE)).isEqualTo(MESSAGE);
        assertThat(key.open(key.seal(new byte[0], new byte[0]), new byte[0])).isEmpty();
    }

    @Test
    void seal_ofTheSameMessage_givesOtherBytesEachTime() {
        assertThat(IntStream.range(0, 1000).mapToObj(time -> Arrays.toString(key.seal(MESSAGE, PLACE))))
                .doesNotHaveDuplicates();
    }

    @Test
    void open_withAnyBitChanged_isRefused() {
        byte[] sealed = key.seal(MESSAGE, PLACE);

        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatExceptionOfType(SealBrokenException.class).isThrownBy(() -> key.open(altered, PLACE));
        }
    }

    @Test
    void open_ofAnyPartOfIt_isRefused() {
        byte[] sealed = key.seal(MESSAGE, PLACE);

        for (int length = 0; length < sealed.length; length++) {
            byte[] part = Arrays.copyOf(sealed, length);
            assertThatExceptionOfType(SealBrokenException.class).isThrownBy(() -> key.open(part, PLACE));
        }
    }

    @Test
    void open_inAnotherPlaceOrWithAnotherKey_isRefused() {
        byte[] sealed = key.seal(MESSAGE, PLACE);

        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> key.open(sealed, "basket".getBytes(UTF_8)));
        assertThatExceptionOfType(SealBrokenException.class)
                .isThrownBy(() -> SealingKey.random(1).open(sealed, PLACE));
    }

    @Test
    void key_fromItsBytesOrItsText_isTheSame() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 0xFB);
        byte[] sealed = SealingKey.of(7, bytes).seal(MESSAGE, PLACE);

        assertThat(SealingKey.ofBase64(7, Base64.getEncoder().encodeToString(bytes))
                        .open(sealed, PLACE))
                .isEqualTo(MESSAGE);
        assertThat(SealingKey.ofBase64(
                                7, " " + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n")
                        .open(sealed, PLACE))
                .isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 256})
    void key_withAnIdOutOfRange_isRefused(int id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKey.random(id))
                .withMessage("id of a key must be 1 to 255: " + id);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 24, 31, 33})
    void key_ofAnotherLength_isRefused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKey.of(1, new byte[length]))
                .withMessage("a key must have 32 bytes, but has " + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-part-of-a-key", "secret!", "", "AAAA"})
    void ofBase64_ofWhatIsNone_isRefusedWithoutQuotingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKey.ofBase64(3, text))
                .withNoCause()
                .withMessage("key 3 must have an id of 1 to 255 and be the base64 of 32 bytes");
    }

    @Test
    void toString_ofKeyAndRing_hasIdsOnly() {
        assertThat(SealingKey.random(9)).hasToString("SealingKey[9]");
        assertThat(KeyRing.of(SealingKey.random(9), SealingKey.random(3), SealingKey.random(10)))
                .hasToString("KeyRing[seals with 9, opens [3, 9, 10]]");
    }

    @Test
    void ring_knowsItsKeysById() {
        SealingKey older = SealingKey.random(3);
        KeyRing ring = KeyRing.of(key, older);

        assertThat(ring.sealingKey()).isSameAs(key);
        assertThat(ring.key(1)).containsSame(key);
        assertThat(ring.key(3)).containsSame(older);
        assertThat(ring.key(2)).isEmpty();
        assertThat(ring.isNewerThanAll(3)).isFalse();
        assertThat(ring.isNewerThanAll(2)).isFalse();
        assertThat(ring.isNewerThanAll(4)).isTrue();
        assertThat(ring.keyRing()).isSameAs(ring);
    }

    @Test
    void ring_ofTwoKeysWithOneId_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(key, SealingKey.random(1)))
                .withMessageContaining("two have 1");
    }

    @Test
    void rotatingKeys_replaced_giveTheNewRing() {
        RotatingKeys keys = RotatingKeys.startingWith(KeyRing.of(key));
        KeyRing next = KeyRing.of(SealingKey.random(2), key);

        keys.replace(next);

        assertThat(keys.keyRing()).isSameAs(next);
    }
}
