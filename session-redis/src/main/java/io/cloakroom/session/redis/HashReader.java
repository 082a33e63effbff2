package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a record of the fields of one hash. What they mean: {@link HashLayout}. */
final class HashReader {

    private final Map<String, String> metadata = new HashMap<>();
    private final Map<String, StoredAttribute> attributes = new HashMap<>();

    /** Takes the next field. */
    void add(byte[] field, byte[] value) {
        if (field[0] == HashLayout.ATTRIBUTE) {
            attributes.put(new String(field, 1, field.length - 1, UTF_8), attribute(value));
        } else {
            metadata.put(new String(field, UTF_8), new String(value, UTF_8));
        }
    }

    /** Returns the record; nothing if there were no fields, or those of a trace. */
    Optional<SessionRecord> record() {
        if (!metadata.containsKey("v")) {
            return Optional.empty();
        }
        if (!HashLayout.FORMAT.equals(metadata.get("f"))) {
            throw new SessionStoreException(
                    "A session in Redis has the format " + metadata.get("f") + ", but this version of session-redis"
                            + " reads " + HashLayout.FORMAT + ": upgrade it, or give the store a keyPrefix of its own.",
                    null);
        }
        return Optional.of(new SessionRecord(metadata(), attributes));
    }

    /** Returns what a field holds that is no attribute, or {@code null} if there is none. */
    @Nullable String text(String field) {
        return metadata.get(field);
    }

    private SessionMetadata metadata() {
        return new SessionMetadata(
                time("c"),
                time("l"),
                Duration.ofMillis(number("i")),
                time("d"),
                time("x"),
                number("g"),
                number("v"),
                owner());
    }

    private @Nullable SessionOwner owner() {
        String text = metadata.get("o");
        return text == null ? null : SessionOwner.ofText(text);
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(number(field));
    }

    private long number(String field) {
        String digits = metadata.get(field);
        if (digits == null) {
            throw new SessionStoreException(
                    "A session in Redis lacks the field " + field + ": it was not written"
                            + " by session-redis. Give the store a keyPrefix of its own.",
                    null);
        }
        return Long.parseLong(digits);
    }

    private static StoredAttribute attribute(byte[] value) {
        int colon = 0;
        while (colon < value.length && value[colon] != ':') {
            colon++;
        }
        EncodedValue encoded = EncodedValue.of(value, Math.min(colon + 1, value.length), value.length);
        return new StoredAttribute(encoded, version(new String(value, 0, colon, UTF_8)));
    }

    private static long version(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new SessionStoreException(
                    "An attribute of a session in Redis has no version: it was not written by session-redis.", e);
        }
    }
}
