package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

/**
 * One attribute of a stored session.
 *
 * @param value the encoded value
 * @param version the version of the session at which the attribute was last written, 1 or more
 */
public record StoredAttribute(EncodedValue value, long version) {

    /**
     * Creates an attribute.
     *
     * @param value the encoded value
     * @param version the version of the session at which the attribute was last written, 1 or more
     * @throws IllegalArgumentException if {@code version} is less than 1
     */
    public StoredAttribute {
        requireNonNull(value, "value");
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more: " + version);
        }
    }
}
