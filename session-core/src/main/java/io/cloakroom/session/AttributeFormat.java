package io.cloakroom.session;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.AttributeCodecException;
import io.cloakroom.session.store.EncodedValue;
import java.util.Arrays;

/**
 * What the bytes of an attribute look like: a header of three bytes, then what the codec made of the value.
 *
 * <pre>
 * byte 0   format version, 1
 * byte 1   id of the codec
 * byte 2   id of the key that seals the rest; 0: not sealed
 * </pre>
 *
 * Anything else is refused, not guessed at: another instance may know more formats than this one.
 */
final class AttributeFormat {

    private static final byte VERSION = 1;
    private static final byte NOT_SEALED = 0;
    private static final int HEADER_LENGTH = 3;

    private final AttributeCodec codec;

    AttributeFormat(AttributeCodec codec) {
        this.codec = codec;
    }

    EncodedValue encode(Object value) {
        byte[] payload = codec.encode(value);
        byte[] bytes = new byte[HEADER_LENGTH + payload.length];
        bytes[0] = VERSION;
        bytes[1] = (byte) codec.id();
        bytes[2] = NOT_SEALED;
        System.arraycopy(payload, 0, bytes, HEADER_LENGTH, payload.length);
        return EncodedValue.of(bytes);
    }

    Object decode(EncodedValue value, ClassLoader classLoader) {
        byte[] bytes = value.toByteArray();
        if (bytes.length < HEADER_LENGTH || bytes[0] != VERSION || bytes[1] != codec.id() || bytes[2] != NOT_SEALED) {
            throw new AttributeCodecException("An attribute has a format, codec or key that is unknown here", null);
        }
        return codec.decode(Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length), classLoader);
    }
}
