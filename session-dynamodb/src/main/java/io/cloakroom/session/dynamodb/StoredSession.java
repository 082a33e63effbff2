package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A session as its item has it: of large attributes only where their bytes are.
 *
 * @param metadata times, version, generation
 * @param attributes the attributes that are in the item
 * @param split the attributes that are in items of their own
 * @param writes the tokens of the last writes by their slots, see {@link WriteToken}; empty if it is new
 */
record StoredSession(
        SessionMetadata metadata,
        Map<String, StoredAttribute> attributes,
        Map<String, SplitAttribute> split,
        Map<String, String> writes) {

    /**
     * A large attribute.
     *
     * @param value where its bytes are
     * @param version its version
     */
    record SplitAttribute(SplitValue value, long version) {}

    StoredSession {
        attributes = Map.copyOf(attributes);
        split = Map.copyOf(split);
        writes = Map.copyOf(writes);
    }

    /** Returns this session after changes that fit, with all that is new in {@link #attributes}. */
    StoredSession after(SessionChanges changes, long generation) {
        SessionRecord next = new SessionRecord(metadata, attributes).after(changes, generation, metadata.version() + 1);
        Map<String, SplitAttribute> kept = new HashMap<>(split);
        kept.keySet().removeAll(changes.attributes().keySet());
        return new StoredSession(next.metadata(), next.attributes(), kept, writes);
    }

    /** Returns the version of an attribute, {@link AttributeChange#ABSENT} if there is none of the name. */
    long versionOf(String name) {
        StoredAttribute attribute = attributes.get(name);
        if (attribute != null) {
            return attribute.version();
        }
        SplitAttribute large = split.get(name);
        return large == null ? AttributeChange.ABSENT : large.version();
    }

    /**
     * Returns the version that changes have made, which are known to be in this session. Others may have written since:
     * the oldest of the attributes that the changes put has the version they got.
     */
    long versionOfOwn(SessionChanges changes) {
        return changes.attributes().entrySet().stream()
                .filter(change -> change.getValue() instanceof AttributeChange.Put)
                .mapToLong(change -> versionOf(change.getKey()))
                .filter(version -> version != AttributeChange.ABSENT)
                .min()
                .orElse(metadata.version());
    }

    /** Returns where the large attributes are. */
    List<SplitValue> splitValues() {
        return split.values().stream().map(SplitAttribute::value).toList();
    }

    /** Returns how many bytes there are in items of their own. */
    int splitBytes() {
        return split.values().stream()
                .mapToInt(attribute -> attribute.value().length())
                .sum();
    }

    /** Returns the size of each attribute in bytes. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        attributes.forEach(
                (name, attribute) -> sizes.put(name, attribute.value().size()));
        split.forEach((name, attribute) -> sizes.put(name, attribute.value().length()));
        return sizes;
    }
}
