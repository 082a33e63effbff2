package io.cloakroom.session;

import io.cloakroom.session.seal.KeyProvider;
import io.cloakroom.session.seal.SealBrokenException;
import io.cloakroom.session.seal.SealingKey;
import io.cloakroom.session.store.EncodedValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals encoded values for the place where they belong:
 *
 * <pre>
 * bytes 0 and 1    as in {@link AttributeFormat}
 * byte 2           id of the key
 * rest             AES-256-GCM over what follows byte 2 in the unsealed form: nonce, ciphertext, tag
 * </pre>
 *
 * The seal covers the first three bytes and the place besides.
 */
final class AttributeSeal {

    private static final int HEADER_LENGTH = AttributeFormat.HEADER_LENGTH;
    private static final int KEY_ID_INDEX = 2;

    private final KeyProvider keys;

    AttributeSeal(KeyProvider keys) {
        this.keys = keys;
    }

    static boolean isSealed(EncodedValue value) {
        return value.size() >= HEADER_LENGTH && keyId(value.toByteArray()) != AttributeFormat.NOT_SEALED;
    }

    EncodedValue seal(EncodedValue value, byte[] place) {
        SealingKey key = keys.keyRing().sealingKey();
        byte[] plain = value.toByteArray();
        byte[] header = Arrays.copyOf(plain, HEADER_LENGTH);
        header[KEY_ID_INDEX] = (byte) key.id();
        byte[] payload = Arrays.copyOfRange(plain, HEADER_LENGTH, plain.length);
        return EncodedValue.of(joined(header, key.seal(payload, joined(header, place))));
    }

    /** Opens a sealed value; {@code null}: altered, moved from another place, or of a key that is unknown here. */
    @Nullable EncodedValue open(EncodedValue value, byte[] place) {
        byte[] sealed = value.toByteArray();
        SealingKey key = keys.keyRing().key(keyId(sealed)).orElse(null);
        if (key == null) {
            return null;
        }
        byte[] header = Arrays.copyOf(sealed, HEADER_LENGTH);
        byte[] payload = Arrays.copyOfRange(sealed, HEADER_LENGTH, sealed.length);
        try {
            byte[] plain = key.open(payload, joined(header, place));
            header[KEY_ID_INDEX] = AttributeFormat.NOT_SEALED;
            return EncodedValue.of(joined(header, plain));
        } catch (SealBrokenException e) {
            return null;
        }
    }

    /** Tells whether a value was sealed with a key that has not arrived here yet. */
    boolean isOfANewerKey(EncodedValue value) {
        return keys.keyRing().isNewerThanAll(keyId(value.toByteArray()));
    }

    static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static int keyId(byte[] value) {
        return value[KEY_ID_INDEX] & 0xFF;
    }
}
