package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a session lies in a Redis hash. This is a stored format: instances of the last and the next version read it.
 *
 * <pre>
 * f        number of this format: 1
 * v        version                          g   generation
 * c        created at                       l   last accessed at
 * i        maximum inactive interval        d   absolute deadline
 * x        expires at                       o   owner as SessionOwner.toText, if there is one
 * s        name of the first write: what the session has in common with itself under other keys
 * w        name of the last write, random: two records of one version differ in it if a fail-over lost one of them
 * m        only after a move between slots: the store key it came from, colon, the version with which it arrived
 * claim    only after the expiry: who has claimed the session to tell of it, colon, when it expired; x is 0 then
 * &#64;NAME    an attribute: version, colon, bytes
 * </pre>
 *
 * Times are milliseconds since 1970, intervals milliseconds, all in decimal digits. The trace of a session that is no
 * longer there has no {@code v}: a deleted one has {@code deleted}; a moved one has {@code to}, its new store key, and
 * {@code g}, the generation that moved.
 */
final class HashLayout {

    static final String FORMAT = "1";
    static final char ATTRIBUTE = '@';

    private HashLayout() {}

    /** Returns the name of the field that holds an attribute. */
    static byte[] attributeField(String name) {
        return (ATTRIBUTE + name).getBytes(UTF_8);
    }

    /** Returns the fields of a record, each followed by its value. */
    static List<byte[]> fieldsOf(SessionRecord record, String write) {
        List<byte[]> fields = new ArrayList<>();
        add(fields, "s", write);
        add(fields, "w", write);
        SessionMetadata metadata = record.metadata();
        add(fields, "f", FORMAT);
        add(fields, "v", metadata.version());
        add(fields, "g", metadata.generation());
        add(fields, "c", metadata.createdAt().toEpochMilli());
        add(fields, "l", metadata.lastAccessedAt().toEpochMilli());
        add(fields, "i", metadata.maxInactiveInterval().toMillis());
        add(fields, "d", metadata.absoluteDeadline().toEpochMilli());
        add(fields, "x", metadata.expiresAt().toEpochMilli());
        if (metadata.owner() != null) {
            add(fields, "o", metadata.owner().toText());
        }
        record.attributes().forEach((name, attribute) -> {
            fields.add(attributeField(name));
            fields.add(valueOf(attribute));
        });
        return fields;
    }

    private static void add(List<byte[]> fields, String field, Object value) {
        fields.add(field.getBytes(UTF_8));
        fields.add(value.toString().getBytes(UTF_8));
    }

    private static byte[] valueOf(StoredAttribute attribute) {
        byte[] version = (attribute.version() + ":").getBytes(UTF_8);
        byte[] bytes = attribute.value().toByteArray();
        byte[] value = Arrays.copyOf(version, version.length + bytes.length);
        System.arraycopy(bytes, 0, value, version.length, bytes.length);
        return value;
    }
}
