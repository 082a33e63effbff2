package io.cloakroom.session;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.cloakroom.session.codec.AttributeCodec;
import io.cloakroom.session.codec.AttributeCodecException;
import io.cloakroom.session.store.EncodedValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the bytes of an attribute look like: a header of three bytes, then what the codec made of the value.
 *
 * <pre>
 * byte 0   format version, 1
 * byte 1   id of the codec
 * byte 2   id of the key that seals the rest, see {@link AttributeSeal}; 0: not sealed
 * </pre>
 *
 * Anything else is refused, not guessed at: another instance may know more formats than this one. One codec writes, any
 * number of them read, so that a fleet can go from one to another.
 */
final class AttributeFormat {

    static final byte VERSION = 1;
    static final byte NOT_SEALED = 0;
    static final int HEADER_LENGTH = 3;

    private static final Logger log = System.getLogger(AttributeFormat.class.getName());
    private static final int MAX_REPORTED_NAMES = 100;

    private final AttributeCodec writing;
    private final Map<Integer, AttributeCodec> reading;
    private final SizeLimits limits;
    private final SessionEvents events;
    private final Set<String> reportedNames = ConcurrentHashMap.newKeySet();

    AttributeFormat(AttributeCodec writing, List<AttributeCodec> alsoReading, SizeLimits limits, SessionEvents events) {
        this.writing = writing;
        this.reading = Stream.concat(Stream.of(writing), alsoReading.stream())
                .collect(toUnmodifiableMap(AttributeCodec::id, Function.identity()));
        this.limits = limits;
        this.events = events;
    }

    EncodedValue encode(String name, Object value) {
        byte[] payload = writing.encode(name, value);
        byte[] header = {VERSION, (byte) writing.id(), NOT_SEALED};
        EncodedValue encoded = EncodedValue.of(AttributeSeal.joined(header, payload));
        limits.requireFits(name, encoded.size());
        return encoded;
    }

    Object decode(String name, EncodedValue value, ClassLoader classLoader) {
        byte[] bytes = value.toByteArray();
        if (bytes.length < HEADER_LENGTH || bytes[0] != VERSION || bytes[2] != NOT_SEALED) {
            throw unknown();
        }
        AttributeCodec codec = reading.get((int) bytes[1]);
        if (codec == null) {
            throw unknown();
        }
        return codec.decode(name, Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length), classLoader);
    }

    private static AttributeCodecException unknown() {
        return new AttributeCodecException("An attribute has a format, codec or key that is unknown here", null);
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
