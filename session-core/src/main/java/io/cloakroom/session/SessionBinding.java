package io.cloakroom.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * What ties sealed values to their session: 16 random bytes, drawn once for each session and kept in it under a name of
 * their own.
 *
 * <p>The store key itself does not serve for that. {@code changeSessionId} gives a session another one while a request
 * that knows the old key may be about to save, and what that saves counts under the new key. So values are sealed for
 * the binding and their name, and the binding is sealed for the store key, anew with each change of the id. Whoever can
 * write to the store can then move neither a value to another name or session nor a binding to another session.
 *
 * @param value the bytes in the unsealed form of an attribute
 */
record SessionBinding(EncodedValue value) {

    /** The name under which a store has it. No application sees it. */
    static final String NAME = "\u0000io.cloakroom.session.binding";

    private static final int RANDOM_BYTES = 16;

    /** Takes the place of a codec, and of a key: a binding is not sealed yet. */
    private static final byte[] HEADER = {AttributeFormat.VERSION, 0, AttributeFormat.NOT_SEALED};

    static SessionBinding drawn(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new SessionBinding(EncodedValue.of(AttributeSeal.joined(HEADER, bytes)));
    }

    /** Returns the binding of an opened record. */
    static @Nullable SessionBinding in(SessionRecord record) {
        StoredAttribute stored = record.attributes().get(NAME);
        return stored == null ? null : new SessionBinding(stored.value());
    }

    /** Returns where a value of this session belongs. */
    byte[] place(String attributeName) {
        // two bytes for each char: no encoding that maps odd names to one
        ByteBuffer name = ByteBuffer.allocate(2 * attributeName.length());
        name.asCharBuffer().put(attributeName);
        return AttributeSeal.joined(value.toByteArray(), name.array());
    }

    /** Returns where the binding of a session belongs. */
    static byte[] placeOfBinding(StoreKey key) {
        return ("binding of " + key.value()).getBytes(US_ASCII);
    }
}
