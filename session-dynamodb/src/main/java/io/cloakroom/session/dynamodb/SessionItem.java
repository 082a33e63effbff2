package io.cloakroom.session.dynamodb;

import static java.util.Objects.requireNonNull;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * The layout of the table.
 *
 *   pk          store key                          sk        kind of the item: "session"
 *   state       live, moved or deleted             format    1 or 2, see below
 *   generation  as in SessionMetadata              version   as in SessionMetadata (live)
 *   created, accessed, deadline, expires           epoch milliseconds; moved and deleted have expires only
 *   interval    milliseconds (live)                owner     SessionOwner.toText, absent if nobody logged in (live)
 *   ttl         epoch seconds, for the service     writes    tokens of the last writes, see WriteToken
 *   movedTo     store key (moved)
 *   a#NAME      bytes of an attribute              v#NAME    version of that attribute
 *   p#NAME      instead of a#NAME: SplitValue.toText
 *   partBytes   at least the sum of the lengths in p#NAME; absent if there are none
 *
 * Value and version of an attribute are two top-level fields rather than one map, because an update expression can
 * compute "version + 1" only into a field of its own, and because no path has to exist before it is set. The prefix
 * makes every name possible, the empty one and those of our own fields included.
 *
 * The parts of a large attribute, each an item of its own that is never changed:
 *
 *   pk          SplitValue.partKey                 sk        "part"
 *   bytes       some of the attribute's bytes      ttl       when the session is over whatever happens
 *
 * Format 1 is a session that is all in its item, format 2 one that has anything elsewhere: parts, or an entry in the
 * index of its owner. Every condition asks for the format, so that an instance that knows format 1 only refuses what it
 * would break. For the other items see IndexItem and ExpiryItem.
 */
/** The items that a session is written as. */
final class SessionItem {

    static final String PARTITION_KEY = "pk";
    static final String SORT_KEY = "sk";
    static final String SESSION = "session";

    static final String STATE = "state";
    static final String LIVE = "live";
    static final String MOVED = "moved";
    static final String DELETED = "deleted";

    static final String FORMAT = "format";
    static final String NEWEST_FORMAT = "2";
    static final Set<String> FORMATS = Set.of("1", NEWEST_FORMAT);

    private static final String ALL_IN_ONE_ITEM = "1";

    static final String GENERATION = "generation";
    static final String VERSION = "version";
    static final String CREATED = "created";
    static final String ACCESSED = "accessed";
    static final String DEADLINE = "deadline";
    static final String EXPIRES = "expires";
    static final String INTERVAL = "interval";
    static final String OWNER = "owner";
    static final String MOVED_TO = "movedTo";
    static final String TTL = "ttl";
    static final String WRITES = "writes";
    static final String PART_BYTES = "partBytes";

    /** What {@link SessionMetadata} consists of, and what tells whether there is a session at all. */
    static final List<String> METADATA = List.of(
            PARTITION_KEY,
            STATE,
            FORMAT,
            GENERATION,
            VERSION,
            CREATED,
            ACCESSED,
            DEADLINE,
            EXPIRES,
            INTERVAL,
            OWNER,
            MOVED_TO);

    private static final String PART = "part";
    private static final String BYTES = "bytes";

    private static final String VALUE_PREFIX = "a#";
    private static final String SPLIT_PREFIX = "p#";
    private static final String VERSION_PREFIX = "v#";

    /** How long the trace of a deleted or moved session counts: longer than any request is under way. */
    private static final Duration TRACE_LIFE = Duration.ofMinutes(5);

    /** How much later than expiry the service may delete: no clock of ours is that wrong. */
    private static final Duration GRACE = Duration.ofHours(1);

    private SessionItem() {}

    static Map<String, AttributeValue> key(StoreKey key) {
        return Map.of(PARTITION_KEY, fromS(key.value()), SORT_KEY, fromS(SESSION));
    }

    static Map<String, AttributeValue> live(StoreKey key, StoredSession session, WriteToken token) {
        SessionMetadata metadata = session.metadata();
        Map<String, AttributeValue> item = item(key, LIVE, metadata.generation(), metadata.expiresAt());
        item.put(WRITES, token.with(session.writes()));
        item.put(VERSION, number(metadata.version()));
        item.put(CREATED, millis(metadata.createdAt()));
        item.put(ACCESSED, millis(metadata.lastAccessedAt()));
        item.put(DEADLINE, millis(metadata.absoluteDeadline()));
        item.put(INTERVAL, number(metadata.maxInactiveInterval().toMillis()));
        if (metadata.owner() != null) {
            item.put(OWNER, fromS(metadata.owner().toText()));
            item.put(FORMAT, fromN(NEWEST_FORMAT));
        }
        putAttributes(item, session);
        return item;
    }

    private static void putAttributes(Map<String, AttributeValue> item, StoredSession session) {
        session.attributes().forEach((name, attribute) -> {
            item.put(valueField(name), bytes(attribute.value()));
            item.put(versionField(name), number(attribute.version()));
        });
        session.split().forEach((name, attribute) -> {
            item.put(splitField(name), fromS(attribute.value().toText()));
            item.put(versionField(name), number(attribute.version()));
        });
        if (!session.split().isEmpty()) {
            item.put(FORMAT, fromN(NEWEST_FORMAT));
            item.put(PART_BYTES, number(session.splitBytes()));
        }
    }

    static Map<String, AttributeValue> partKey(String partitionKey) {
        return Map.of(PARTITION_KEY, fromS(partitionKey), SORT_KEY, fromS(PART));
    }

    /**
     * Returns an item with some bytes of an attribute. A touch does not renew it, so it lives as long as any touch can
     * make the session live.
     */
    static Map<String, AttributeValue> part(String partitionKey, byte[] bytes, SessionMetadata session) {
        Map<String, AttributeValue> item = new HashMap<>(partKey(partitionKey));
        item.put(BYTES, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes)));
        item.put(TTL, ttl(latestEnd(session)));
        return item;
    }

    static String sortKey(Map<String, AttributeValue> item) {
        return requireNonNull(item.get(SORT_KEY), SORT_KEY).s();
    }

    static String partitionKey(Map<String, AttributeValue> item) {
        return requireNonNull(item.get(PARTITION_KEY), PARTITION_KEY).s();
    }

    static byte[] bytesOfPart(Map<String, AttributeValue> item) {
        AttributeValue bytes = item.get(BYTES);
        return bytes == null || bytes.b() == null ? new byte[0] : bytes.b().asByteArrayUnsafe();
    }

    /** Returns until when requests can make a session live. */
    static Instant latestEnd(SessionMetadata session) {
        return session.expiresAt().isAfter(session.absoluteDeadline())
                ? session.expiresAt()
                : session.absoluteDeadline();
    }

    static Map<String, AttributeValue> deleted(StoreKey key, long generation, Instant now, WriteToken token) {
        Map<String, AttributeValue> item = item(key, DELETED, generation, now.plus(TRACE_LIFE));
        item.put(WRITES, token.with(Map.of()));
        return item;
    }

    /** Returns the forward pointer to a session, as it is under its new key. */
    static Map<String, AttributeValue> moved(
            StoreKey key, StoreKey to, StoredSession session, Instant now, WriteToken token) {
        Map<String, AttributeValue> item = item(key, MOVED, session.metadata().generation(), now.plus(TRACE_LIFE));
        item.put(WRITES, token.with(session.writes()));
        item.put(MOVED_TO, fromS(to.value()));
        return item;
    }

    private static Map<String, AttributeValue> item(StoreKey key, String state, long generation, Instant expiresAt) {
        Map<String, AttributeValue> item = new HashMap<>(key(key));
        item.put(STATE, fromS(state));
        item.put(FORMAT, fromN(ALL_IN_ONE_ITEM));
        item.put(GENERATION, number(generation));
        item.put(EXPIRES, millis(expiresAt));
        item.put(TTL, ttl(expiresAt));
        return item;
    }

    static String valueField(String attributeName) {
        return VALUE_PREFIX + attributeName;
    }

    static String splitField(String attributeName) {
        return SPLIT_PREFIX + attributeName;
    }

    static String versionField(String attributeName) {
        return VERSION_PREFIX + attributeName;
    }

    static boolean isValueField(String field) {
        return field.startsWith(VALUE_PREFIX);
    }

    static boolean isSplitField(String field) {
        return field.startsWith(SPLIT_PREFIX);
    }

    static String attributeName(String valueOrSplitField) {
        return valueOrSplitField.substring(VALUE_PREFIX.length());
    }

    static AttributeValue bytes(EncodedValue value) {
        return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(value.toByteArray()));
    }

    static AttributeValue number(long number) {
        return fromN(Long.toString(number));
    }

    static AttributeValue millis(Instant time) {
        return number(time.toEpochMilli());
    }

    static AttributeValue ttl(Instant expiresAt) {
        return number(expiresAt.plus(GRACE).getEpochSecond());
    }
}
