package io.cloakroom.session.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * The index of a user's sessions, under one partition key:
 *
 *   pk          "principal#" and the SHA-256 of the name, base64url: whom a session belongs to is in the session only
 *   sk          "session#" and a store key: a session that is, was, or is going to be the user's
 *   written     epoch milliseconds                 ttl       when the session is over whatever happens
 *   from        store key that the session had before, if it got this one by a change of its id
 *   reserved    epoch milliseconds until which a place is kept; absent once a session has been saved
 *   revision    random, another one with each write of the item
 *
 *   sk          "limit": what two reservations of the same user have in common
 *   revision    random, another one with each reservation
 */
/** The items by which the sessions of a user are found. */
final class IndexItem {

    private static final String PRINCIPAL_PREFIX = "principal#";
    private static final String SESSION_PREFIX = "session#";
    private static final String LIMIT = "limit";
    private static final String WRITTEN = "written";
    private static final String FROM = "from";
    private static final String RESERVED = "reserved";
    private static final String REVISION = "revision";

    private IndexItem() {}

    static String partition(String principal) {
        // the hash of a name is as good a key as that of an id
        return PRINCIPAL_PREFIX + StoreKey.ofSessionId(principal).value();
    }

    static Map<String, AttributeValue> key(String principal, StoreKey key) {
        return Map.of(
                SessionItem.PARTITION_KEY,
                fromS(partition(principal)),
                SessionItem.SORT_KEY,
                fromS(SESSION_PREFIX + key.value()));
    }

    /** Returns the entry of a saved session. A touch does not renew it, so it lives as long as any session can. */
    static Map<String, AttributeValue> saved(String principal, StoreKey key, SessionMetadata session, Instant now) {
        return entry(key(principal, key), now, SessionItem.latestEnd(session));
    }

    /** Returns the entry of a session that was saved under another key before. */
    static Map<String, AttributeValue> moved(
            String principal, StoreKey from, StoreKey to, SessionMetadata session, Instant now) {
        Map<String, AttributeValue> item = saved(principal, to, session, now);
        item.put(FROM, fromS(from.value()));
        return item;
    }

    /** Returns the key that a session had before; empty if it has that of the entry from the beginning. */
    static Optional<StoreKey> movedFrom(Map<String, AttributeValue> entry) {
        return Optional.ofNullable(entry.get(FROM)).map(key -> new StoreKey(key.s()));
    }

    /** Returns an entry that keeps a place for a session. */
    static Map<String, AttributeValue> reserved(String principal, StoreKey key, Instant now, Duration lifetime) {
        Instant until = now.plus(lifetime);
        Map<String, AttributeValue> item = entry(key(principal, key), now, until);
        item.put(RESERVED, SessionItem.millis(until));
        return item;
    }

    /** Returns the item that two reservations of a user cannot both replace. */
    static Map<String, AttributeValue> limit(String principal, Instant now, Duration lifetime) {
        Map<String, AttributeValue> key =
                Map.of(SessionItem.PARTITION_KEY, fromS(partition(principal)), SessionItem.SORT_KEY, fromS(LIMIT));
        return entry(key, now, now.plus(lifetime));
    }

    private static Map<String, AttributeValue> entry(Map<String, AttributeValue> key, Instant now, Instant end) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(WRITTEN, SessionItem.millis(now));
        item.put(SessionItem.TTL, SessionItem.ttl(end));
        item.put(REVISION, fromS(UUID.randomUUID().toString()));
        return item;
    }

    static boolean isLimit(Map<String, AttributeValue> item) {
        return LIMIT.equals(SessionItem.sortKey(item));
    }

    static StoreKey storeKey(Map<String, AttributeValue> entry) {
        return new StoreKey(SessionItem.sortKey(entry).substring(SESSION_PREFIX.length()));
    }

    /** Returns until when an entry keeps a place; empty if it is that of a saved session. */
    static Optional<Instant> reservedUntil(Map<String, AttributeValue> entry) {
        return Optional.ofNullable(entry.get(RESERVED)).map(until -> Instant.ofEpochMilli(Long.parseLong(until.n())));
    }

    static Instant written(Map<String, AttributeValue> entry) {
        return ItemReader.time(entry, WRITTEN);
    }

    /** Returns the condition that an item is as it was read, or as absent. */
    static Expression ifUnchanged(@Nullable Map<String, AttributeValue> item) {
        AttributeValue revision = item == null ? null : item.get(REVISION);
        return revision == null ? Expression.ifNoItem() : new Expression().when(REVISION, "=", revision);
    }
}
