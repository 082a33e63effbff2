package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A session as a store keeps it. Immutable.
 *
 * @param metadata times, version, generation
 * @param attributes the attributes by name; a name is any string, the empty one included
 */
public record SessionRecord(SessionMetadata metadata, Map<String, StoredAttribute> attributes) {

    /**
     * Creates a record with a copy of the attributes.
     *
     * @param metadata times, version, generation
     * @param attributes the attributes by name; a name is any string, the empty one included
     */
    public SessionRecord {
        requireNonNull(metadata, "metadata");
        attributes = Map.copyOf(requireNonNull(attributes, "attributes"));
    }

    /**
     * Returns this record with changes applied, as a store holds it after a save: the times not moved back, everything
     * that the changes leave alone kept. Whether the changes fit ({@link SessionChanges#generation()}, the versions
     * that they expect) is for the caller to check.
     *
     * @param changes the changes
     * @param generation the generation of the result: this record's, or the next one if the changes come with a new id
     * @param version the version of the result and of every attribute that the changes put: in a store one more than
     *     this record's
     * @return the record after the changes
     */
    public SessionRecord after(SessionChanges changes, long generation, long version) {
        Map<String, StoredAttribute> next = new HashMap<>(attributes);
        changes.attributes().forEach((name, change) -> {
            if (change instanceof AttributeChange.Put put) {
                next.put(name, new StoredAttribute(put.value(), version));
            } else {
                next.remove(name);
            }
        });
        return new SessionRecord(metadataAfter(changes, generation, version), next);
    }

    /**
     * Returns this record with the times of an access that changed nothing else. They never move back.
     *
     * @param access the times
     * @return the record after the access, of the same version
     */
    public SessionRecord touched(SessionAccess access) {
        SessionMetadata touched = new SessionMetadata(
                metadata.createdAt(),
                later(metadata.lastAccessedAt(), access.lastAccessedAt()),
                metadata.maxInactiveInterval(),
                metadata.absoluteDeadline(),
                later(metadata.expiresAt(), access.expiresAt()),
                metadata.generation(),
                metadata.version(),
                metadata.owner());
        return new SessionRecord(touched, attributes);
    }

    private SessionMetadata metadataAfter(SessionChanges changes, long generation, long version) {
        SessionAccess access = changes.access();
        Duration interval = changes.maxInactiveInterval();
        return new SessionMetadata(
                metadata.createdAt(),
                later(metadata.lastAccessedAt(), access.lastAccessedAt()),
                interval != null ? interval : metadata.maxInactiveInterval(),
                metadata.absoluteDeadline(),
                interval != null ? access.expiresAt() : later(metadata.expiresAt(), access.expiresAt()),
                generation,
                version,
                changes.owner() != null ? changes.owner() : metadata.owner());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
