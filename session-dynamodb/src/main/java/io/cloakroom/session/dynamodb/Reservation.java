package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * Counting and reserving are one atomic step although they are several calls: each reservation replaces the "limit" item
 * of the user, on condition that it is as it was before the count. Of two that have counted the same, one succeeds and
 * the other counts again. Saves need not take part: a session with a reservation takes over its entry, and so its place.
 */
/** Reserves places among the sessions of a user: the round trips of finding them, and a transaction. */
final class Reservation {

    private final TableCalls calls;
    private final SessionsOfPrincipal sessions;
    private final InstantSource clock;

    Reservation(TableCalls calls, SessionsOfPrincipal sessions, InstantSource clock) {
        this.calls = calls;
        this.sessions = sessions;
        this.clock = clock;
    }

    boolean reserve(String principal, StoreKey key, int max, Duration lifetime, Deadline deadline) {
        while (true) {
            List<Map<String, AttributeValue>> items = sessions.items(principal, deadline);
            Set<StoreKey> holders =
                    new HashSet<>(sessions.live(principal, items, deadline).keySet());
            if (holders.contains(key)) {
                return true;
            }
            Instant now = clock.instant();
            items.stream()
                    .filter(item ->
                            IndexItem.reservedUntil(item).filter(now::isBefore).isPresent())
                    .forEach(item -> holders.add(IndexItem.storeKey(item)));
            if (!holders.contains(key) && holders.size() >= max) {
                return false;
            }
            if (isWritten(principal, key, items, now, lifetime, deadline)) {
                return true;
            }
            deadline.backOff();
        }
    }

    private boolean isWritten(
            String principal,
            StoreKey key,
            List<Map<String, AttributeValue>> items,
            Instant now,
            Duration lifetime,
            Deadline deadline) {
        Map<String, AttributeValue> limit = IndexItem.limit(principal, now, lifetime);
        Map<String, AttributeValue> entry = IndexItem.reserved(principal, key, now, lifetime);
        return calls.putAll(
                        List.of(
                                calls.member(limit, IndexItem.ifUnchanged(sameKey(items, limit))),
                                calls.member(entry, IndexItem.ifUnchanged(sameKey(items, entry)))),
                        deadline)
                .isEmpty();
    }

    private static @Nullable Map<String, AttributeValue> sameKey(
            List<Map<String, AttributeValue>> items, Map<String, AttributeValue> item) {
        return items.stream()
                .filter(read -> SessionItem.sortKey(read).equals(SessionItem.sortKey(item)))
                .findFirst()
                .orElse(null);
    }
}
