package io.cloakroom.session;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.AttributeCodecException;
import io.cloakroom.session.store.EncodedValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

    private static final Logger log = System.getLogger(AttributeFormat.class.getName());
    private static final int MAX_REPORTED_NAMES = 100;

    private final AttributeCodec codec;
    private final SessionEvents events;
    private final Set<String> reportedNames = ConcurrentHashMap.newKeySet();

    AttributeFormat(AttributeCodec codec, SessionEvents events) {
        this.codec = codec;
        this.events = events;
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

    /** Reports an attribute that cannot be decoded: once by name, then for debugging only, as each request meets it. */
    void reportSetAside(String name, AttributeCodecException cause) {
        events.setAside(name);
        boolean first = reportedNames.size() < MAX_REPORTED_NAMES && reportedNames.add(name);
        log.log(
                first ? Level.WARNING : Level.DEBUG,
                () -> "Session attribute " + name + " is set aside: it cannot be decoded here",
                cause);
    }
}
