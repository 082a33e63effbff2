package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.StoredState.Moved;
import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * Entries only say where to look: whether a session lives, whose it is and under which key it is now, its own item says.
 * So nothing has to be kept in step but that the entry is written in one transaction with the session.
 *
 * Three things make a strongly consistent answer of a query and of reads that are not one transaction:
 *
 * - An entry stays when its session gets another key. Else a query could pass the place of the new entry before it is
 *   there, and that of the old one when it is gone. The session's old item points to the new key for some minutes; when
 *   it does no more, the entry goes.
 * - The service shows the items of a transaction one after the other. An entry, or a forward pointer, whose session is
 *   not there yet is waited for: sessions that were there leave an item behind for an hour, so that "nothing at all" soon
 *   after the entry was written can only mean "not yet".
 * - A session that is there already may be there under its old key still. The new entry tells the old key, so that the
 *   session is found, and counted, once.
 */
/** Finds the sessions of a user: a query and a batch of reads, one more for each hundred and after changes of ids. */
final class SessionsOfPrincipal {

    /** Shorter than the service keeps what has expired, and longer than a transaction can take. */
    private static final Duration PERHAPS_NOT_THERE_YET = Duration.ofMinutes(5);

    private final TableCalls calls;
    private final BatchCalls batches;
    private final WriteBehind background;
    private final Timeouts timeouts;
    private final InstantSource clock;

    SessionsOfPrincipal(
            TableCalls calls, BatchCalls batches, WriteBehind background, Timeouts timeouts, InstantSource clock) {
        this.calls = calls;
        this.batches = batches;
        this.background = background;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /** Returns all index items of a user, as all answered writes have left them. */
    List<Map<String, AttributeValue>> items(String principal, Deadline deadline) {
        return calls.query(IndexItem.partition(principal), deadline);
    }

    List<OwnedSession> find(String principal, Deadline deadline) {
        return live(principal, items(principal, deadline), deadline).entrySet().stream()
                .map(session -> new OwnedSession(session.getKey(), session.getValue()))
                .sorted(PrincipalIndex.NEWEST_FIRST)
                .toList();
    }

    /**
     * Returns the live sessions that index items lead to, and has entries deleted that lead nowhere.
     *
     * @param principal the user whose index it is
     * @param items all items of it
     */
    Map<StoreKey, SessionMetadata> live(String principal, List<Map<String, AttributeValue>> items, Deadline deadline) {
        Search search = new Search(items.stream()
                .filter(item -> !IndexItem.isLimit(item)
                        && IndexItem.reservedUntil(item).isEmpty())
                .collect(Collectors.toMap(IndexItem::storeKey, Function.identity())));
        while (!search.left.isEmpty()) {
            search.go(read(search.left, deadline), clock.instant());
            search.pauseIfTooEarly(deadline);
        }
        search.dropDoubles();
        prune(principal, search.ended);
        search.live.values().removeIf(session -> !isOwnedBy(principal, session));
        return search.live;
    }

    private Map<StoreKey, Map<String, AttributeValue>> read(Set<StoreKey> keys, Deadline deadline) {
        List<Map<String, AttributeValue>> itemKeys =
                keys.stream().map(SessionItem::key).toList();
        return batches.get(itemKeys, SessionItem.METADATA, deadline).stream()
                .collect(Collectors.toMap(item -> new StoreKey(SessionItem.partitionKey(item)), Function.identity()));
    }

    private void prune(String principal, Set<StoreKey> ended) {
        if (!ended.isEmpty()) {
            List<Map<String, AttributeValue>> keys = new ArrayList<>();
            ended.forEach(key -> keys.add(IndexItem.key(principal, key)));
            background.add(
                    () -> batches.delete(keys, new Deadline(timeouts)),
                    "Index entries of ended sessions in DynamoDB stay until their time to live");
        }
    }

    /** Has the entry of a session deleted that has ended; nobody waits for it. */
    void forget(StoreKey key, SessionOwner owner) {
        prune(owner.principal(), Set.of(key));
    }

    private static boolean isOwnedBy(String principal, SessionMetadata session) {
        SessionOwner owner = session.owner();
        return owner != null && owner.principal().equals(principal);
    }

    /** Goes from entries to sessions, also those that have moved. */
    private static final class Search {

        private final Map<StoreKey, Map<String, AttributeValue>> entries;
        private final Map<StoreKey, SessionMetadata> live = new HashMap<>();
        private final Set<StoreKey> ended = new HashSet<>();
        private final Set<StoreKey> asked;
        private Set<StoreKey> left;
        private boolean tooEarly;

        Search(Map<StoreKey, Map<String, AttributeValue>> entries) {
            this.entries = entries;
            asked = new HashSet<>(entries.keySet());
            left = Set.copyOf(asked);
        }

        /** Looks at what there is of the keys that are left; leaves those to look at next. */
        void go(Map<StoreKey, Map<String, AttributeValue>> found, Instant now) {
            Set<StoreKey> next = new HashSet<>();
            tooEarly = false;
            for (StoreKey key : left) {
                Map<String, AttributeValue> item = found.getOrDefault(key, Map.of());
                if (item.isEmpty() && isPerhapsNotThereYet(key, now)) {
                    tooEarly = true;
                    next.add(key);
                    continue;
                }
                StoredState state = ItemReader.stateOf(item, now);
                if (state instanceof Live session) {
                    live.put(key, session.session().metadata());
                } else if (state instanceof Moved moved) {
                    if (asked.add(moved.to())) {
                        next.add(moved.to());
                    }
                } else if (entries.containsKey(key)) {
                    ended.add(key);
                }
            }
            left = next;
        }

        /** Of sessions that were seen under an old and a new key leaves the new one. */
        void dropDoubles() {
            Set<StoreKey> old = new HashSet<>();
            live.keySet()
                    .forEach(key -> IndexItem.movedFrom(entries.getOrDefault(key, Map.of()))
                            .ifPresent(old::add));
            live.keySet().removeAll(old);
        }

        void pauseIfTooEarly(Deadline deadline) {
            if (tooEarly) {
                deadline.backOff();
            }
        }

        /** A session without an entry was found by a forward pointer: it was certainly written lately. */
        private boolean isPerhapsNotThereYet(StoreKey key, Instant now) {
            Map<String, AttributeValue> entry = entries.get(key);
            return entry == null || IndexItem.written(entry).isAfter(now.minus(PERHAPS_NOT_THERE_YET));
        }
    }
}
