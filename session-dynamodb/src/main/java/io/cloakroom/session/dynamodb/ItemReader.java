package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.dynamodb.SessionItem.attributeName;
import static io.cloakroom.session.dynamodb.SessionItem.versionField;

import io.cloakroom.session.dynamodb.StoredSession.SplitAttribute;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads an item of the table back. */
final class ItemReader {

    private final Map<String, AttributeValue> item;

    private ItemReader(Map<String, AttributeValue> item) {
        this.item = item;
    }

    /**
     * Returns what an item means.
     *
     * @param item the item; empty if there is none
     * @param now the time to judge expiry by: the service deletes expired items late
     */
    static StoredState stateOf(Map<String, AttributeValue> item, Instant now) {
        return item.isEmpty() ? new StoredState.Nothing() : new ItemReader(item).state(now);
    }

    /** Returns the session that an item is or was, expired or not; empty if it is the trace of one, or none. */
    static Optional<StoredSession> sessionOf(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Optional.empty() : new ItemReader(item).session();
    }

    /** Returns a time of any item. */
    static Instant time(Map<String, AttributeValue> item, String field) {
        return new ItemReader(item).time(field);
    }

    /** Returns the version that an item has, also if only some fields of it are there. */
    static long version(Map<String, AttributeValue> item) {
        return new ItemReader(item).number(SessionItem.VERSION);
    }

    /** Returns where the large attributes of an item are, also if only some fields of it are there. */
    static List<SplitValue> splitValues(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .filter(field -> SessionItem.isSplitField(field.getKey()))
                .map(field -> SplitValue.ofText(
                        required(field.getKey(), field.getValue().s())))
                .toList();
    }

    /** Returns how many bytes at most an item has in items of their own. */
    static long partBytes(Map<String, AttributeValue> item) {
        return item.containsKey(SessionItem.PART_BYTES) ? new ItemReader(item).number(SessionItem.PART_BYTES) : 0;
    }

    private StoredState state(Instant now) {
        requireKnownFormat();
        if (!now.isBefore(time(SessionItem.EXPIRES))) {
            return new StoredState.Nothing();
        }
        return switch (text(SessionItem.STATE)) {
            case SessionItem.LIVE -> new StoredState.Live(liveSession());
            case SessionItem.MOVED ->
                new StoredState.Moved(new StoreKey(text(SessionItem.MOVED_TO)), number(SessionItem.GENERATION));
            default -> new StoredState.Nothing();
        };
    }

    private Optional<StoredSession> session() {
        requireKnownFormat();
        return SessionItem.LIVE.equals(text(SessionItem.STATE)) ? Optional.of(liveSession()) : Optional.empty();
    }

    private StoredSession liveSession() {
        return new StoredSession(metadata(), attributes(), split(), writes());
    }

    private void requireKnownFormat() {
        AttributeValue format = item.get(SessionItem.FORMAT);
        if (format == null || !SessionItem.FORMATS.contains(format.n())) {
            throw new SessionStoreException(
                    "The session table has an item of a format that this version of cloakroom-session-dynamodb does not"
                            + " know (it knows 1 to " + SessionItem.NEWEST_FORMAT
                            + "). Update this instance, or give it a table"
                            + " of its own.",
                    null);
        }
    }

    private SessionMetadata metadata() {
        AttributeValue owner = item.get(SessionItem.OWNER);
        return new SessionMetadata(
                time(SessionItem.CREATED),
                time(SessionItem.ACCESSED),
                Duration.ofMillis(number(SessionItem.INTERVAL)),
                time(SessionItem.DEADLINE),
                time(SessionItem.EXPIRES),
                number(SessionItem.GENERATION),
                number(SessionItem.VERSION),
                owner == null ? null : SessionOwner.ofText(required(SessionItem.OWNER, owner.s())));
    }

    private Map<String, StoredAttribute> attributes() {
        Map<String, StoredAttribute> attributes = new HashMap<>();
        item.forEach((field, value) -> {
            if (SessionItem.isValueField(field)) {
                String name = attributeName(field);
                EncodedValue bytes = EncodedValue.of(value.b().asByteArrayUnsafe());
                attributes.put(name, new StoredAttribute(bytes, number(versionField(name))));
            }
        });
        return attributes;
    }

    private Map<String, SplitAttribute> split() {
        Map<String, SplitAttribute> split = new HashMap<>();
        item.forEach((field, value) -> {
            if (SessionItem.isSplitField(field)) {
                String name = attributeName(field);
                SplitValue parts = SplitValue.ofText(required(field, value.s()));
                split.put(name, new SplitAttribute(parts, number(versionField(name))));
            }
        });
        return split;
    }

    private Map<String, String> writes() {
        Map<String, String> writes = new HashMap<>();
        AttributeValue tokens = item.get(SessionItem.WRITES);
        if (tokens != null) {
            tokens.m().forEach((slot, token) -> writes.put(slot, required(SessionItem.WRITES, token.s())));
        }
        return writes;
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(number(field));
    }

    private long number(String field) {
        return Long.parseLong(required(field, value(field).n()));
    }

    private String text(String field) {
        return required(field, value(field).s());
    }

    private AttributeValue value(String field) {
        return required(field, item.get(field));
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new SessionStoreException(
                    "An item of the session table has no valid '" + field
                            + "': something else has written to the table",
                    null);
        }
        return value;
    }
}
