package io.cloakroom.session.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * When to look at a session, to tell of its expiry:
 *
 *   pk          "expiry#" and a number below SHARDS, from the store key
 *   sk          epoch milliseconds, 15 digits, "#" and the store key
 *   ttl         when the session is over whatever happens
 *
 * The number of shards is part of the layout: instances that disagree would miss each other's sessions. A partition
 * takes 1,000 write units a second, and one entry 2 as a member of a transaction, so eight shards take 4,000 new
 * sessions a second. Within a shard the entries are in the order of time, so that a query gets those that are due.
 */
/** The items by which expired sessions are found. */
final class ExpiryItem {

    private static final int SHARDS = 8;

    private static final String SHARD_PREFIX = "expiry#";
    private static final String SEPARATOR = "#";

    private ExpiryItem() {}

    static Stream<String> shards() {
        return IntStream.range(0, SHARDS).mapToObj(shard -> SHARD_PREFIX + shard);
    }

    static String shard(StoreKey key) {
        return SHARD_PREFIX + Math.floorMod(key.value().hashCode(), SHARDS);
    }

    static Map<String, AttributeValue> of(StoreKey key, StoredSession session) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(SessionItem.PARTITION_KEY, fromS(shard(key)));
        item.put(SessionItem.SORT_KEY, fromS(time(session.metadata().expiresAt()) + SEPARATOR + key.value()));
        item.put(SessionItem.TTL, SessionItem.ttl(SessionItem.latestEnd(session.metadata())));
        return item;
    }

    /** Returns the sort key below which all entries are that are due. */
    static String due(Instant now) {
        return time(now.plusMillis(1));
    }

    private static String time(Instant time) {
        return String.format("%015d", time.toEpochMilli());
    }

    /**
     * Returns whose entry it is.
     *
     * @throws IllegalArgumentException if something else has written it
     */
    static StoreKey storeKey(Map<String, AttributeValue> entry) {
        String sortKey = SessionItem.sortKey(entry);
        return new StoreKey(sortKey.substring(sortKey.indexOf(SEPARATOR) + SEPARATOR.length()));
    }

    static Map<String, AttributeValue> key(Map<String, AttributeValue> entry) {
        return Map.of(
                SessionItem.PARTITION_KEY,
                fromS(SessionItem.partitionKey(entry)),
                SessionItem.SORT_KEY,
                fromS(SessionItem.sortKey(entry)));
    }
}
