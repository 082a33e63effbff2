package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/*
 * Each instance that listens looks at all shards, one after the other, at times of its own. There is no lease and no
 * leader: a look at a shard with nothing due is one query, and of two instances that meet at an entry one claims the
 * session. A claim replaces the session by the trace of an ended one, on condition that it is as it was read; the trace
 * has the claim's token, so that an answer that got lost is no event that gets lost.
 *
 * An entry goes last. So an instance that dies leaves entries, which the next look finds and removes.
 */
/** One look at all entries that are due: tells of what has expired, and puts off what lives on. */
final class ExpirySweep {

    private static final System.Logger log = System.getLogger(DynamoDbSessionStore.class.getName());

    /** As many as one batch may delete. */
    private static final int PAGE = 25;

    private final TableCalls calls;
    private final BatchCalls batches;
    private final SessionReader reader;
    private final Deletion deletion;
    private final Timeouts timeouts;
    private final InstantSource clock;

    ExpirySweep(
            TableCalls calls,
            BatchCalls batches,
            SessionReader reader,
            Deletion deletion,
            Timeouts timeouts,
            InstantSource clock) {
        this.calls = calls;
        this.batches = batches;
        this.reader = reader;
        this.deletion = deletion;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @param listener hears of what this look claims
     * @param goOn is asked before each claim
     */
    void run(ExpiryListener listener, BooleanSupplier goOn) {
        // in an order by chance, so that instances do not follow each other from entry to entry
        List<String> shards = ExpiryItem.shards().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(shards);
        for (String shard : shards) {
            boolean more = true;
            while (more && goOn.getAsBoolean()) {
                List<Map<String, AttributeValue>> due =
                        calls.queryBelow(shard, ExpiryItem.due(clock.instant()), PAGE, deadline());
                more = settle(due, listener, goOn) && due.size() == PAGE;
            }
        }
    }

    /** Does what is due; {@code false} if it left something undone. */
    private boolean settle(List<Map<String, AttributeValue>> due, ExpiryListener listener, BooleanSupplier goOn) {
        Map<StoreKey, Map<String, AttributeValue>> sessions = read(due);
        List<Map<String, AttributeValue>> done = new ArrayList<>();
        List<Map<String, AttributeValue>> putOff = new ArrayList<>();
        for (Map<String, AttributeValue> entry : due) {
            StoreKey key = ExpiryItem.storeKey(entry);
            Optional<StoredSession> session = ItemReader.sessionOf(sessions.getOrDefault(key, Map.of()));
            if (session.isEmpty()) {
                // deleted, moved to a key with an entry of its own, or told by somebody who died then
                done.add(entry);
            } else if (!session.get().metadata().isExpiredAt(clock.instant())) {
                putOff.add(ExpiryItem.of(key, session.get()));
                done.add(entry);
            } else if (goOn.getAsBoolean() && claim(key, session.get(), listener)) {
                done.add(entry);
            }
        }
        batches.put(putOff, deadline());
        batches.delete(done.stream().map(ExpiryItem::key).toList(), deadline());
        return done.size() == due.size();
    }

    private Map<StoreKey, Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> due) {
        List<Map<String, AttributeValue>> keys = due.stream()
                .map(ExpiryItem::storeKey)
                .distinct()
                .map(SessionItem::key)
                .toList();
        return batches.get(keys, deadline()).stream()
                .collect(Collectors.toMap(item -> new StoreKey(SessionItem.partitionKey(item)), Function.identity()));
    }

    /**
     * Tells of a session if nobody else does; {@code false} if it has changed since it was read. Large attributes that
     * something else has deleted do not keep it from being told.
     */
    private boolean claim(StoreKey key, StoredSession session, ExpiryListener listener) {
        SessionRecord last = reader.whole(session, deadline())
                .orElseGet(() -> new SessionRecord(session.metadata(), session.attributes()));
        if (!deletion.claim(key, session, deadline())) {
            return false;
        }
        try {
            listener.expired(key, last);
        } catch (RuntimeException | Error e) {
            log.log(Level.WARNING, "A listener failed to hear of an expired session", e);
        }
        return true;
    }

    private Deadline deadline() {
        return new Deadline(timeouts);
    }
}
