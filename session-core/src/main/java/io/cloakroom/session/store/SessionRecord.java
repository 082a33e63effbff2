package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A session as a store keeps it. Immutable.
 *
 * @param metadata times, version, generation
 * @param attributes the attributes by name; a name is any string, the empty one included
 */
public record SessionRecord(SessionMetadata metadata, Map<String, StoredAttribute> attributes) {

    /** Creates a record with a copy of the attributes. */
    public SessionRecord {
        requireNonNull(metadata, "metadata");
        attributes = Map.copyOf(requireNonNull(attributes, "attributes"));
    }
}
