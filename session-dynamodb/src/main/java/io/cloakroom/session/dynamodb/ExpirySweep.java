package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
 *
 * An entry that cannot be settled, because its session is of a later format, damaged, or too large to arrive in time,
 * stays as well, and a look goes past it, by pages: else those that are due first would hide all that are due later.
 */
/** Looks at all entries that are due: tells of what has expired, and puts off what lives on. */
final class ExpirySweep {

    private static final System.Logger log = System.getLogger(DynamoDbSessionStore.class.getName());

    /** As many as one batch may delete. */
    private static final int PAGE = 25;

    /** No request waits for a look. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TableCalls calls;
    private final BatchCalls batches;
    private final SessionReader reader;
    private final Deletion deletion;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final AtomicBoolean warned = new AtomicBoolean();

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
        this.timeouts = timeouts.atLeast(PATIENCE);
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @param listener hears of what this look claims
     * @param goOn is asked before each claim
     * @throws SessionStoreUnavailableException if the store does not answer; the next look finds what is left
     */
    void run(ExpiryListener listener, BooleanSupplier goOn) {
        // in an order by chance, so that instances do not follow each other from entry to entry
        List<String> shards = ExpiryItem.shards().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(shards);
        Look look = new Look(listener, goOn);
        for (String shard : shards) {
            Map<String, AttributeValue> last = Map.of();
            boolean more = true;
            while (more && goOn.getAsBoolean()) {
                List<Map<String, AttributeValue>> due =
                        calls.queryBelow(shard, ExpiryItem.due(clock.instant()), last, PAGE, deadline());
                look.settle(legible(due));
                more = due.size() == PAGE;
                last = more ? ExpiryItem.key(due.get(PAGE - 1)) : last;
            }
        }
    }

    private Deadline deadline() {
        return new Deadline(timeouts);
    }

    private record Entry(Map<String, AttributeValue> item, StoreKey session) {}

    /** What has become of the entries so far, for one listener. */
    private final class Look {

        private final ExpiryListener listener;
        private final BooleanSupplier goOn;
        private boolean unanswered;

        Look(ExpiryListener listener, BooleanSupplier goOn) {
            this.listener = listener;
            this.goOn = goOn;
        }

        /** Does what is due. Entries stay of which nobody could be told. */
        void settle(List<Entry> due) {
            Map<StoreKey, Map<String, AttributeValue>> sessions = read(due);
            List<Map<String, AttributeValue>> done = new ArrayList<>();
            List<Map<String, AttributeValue>> putOff = new ArrayList<>();
            for (Entry entry : due) {
                try {
                    if (isDone(entry.session(), sessions, putOff)) {
                        done.add(ExpiryItem.key(entry.item()));
                    }
                } catch (SessionStoreUnavailableException e) {
                    endIfUnansweredAgain(e);
                    setAside(e);
                } catch (RuntimeException e) {
                    setAside(e);
                }
            }
            batches.put(putOff, deadline());
            batches.delete(done, deadline());
        }

        private boolean isDone(
                StoreKey key,
                Map<StoreKey, Map<String, AttributeValue>> sessions,
                List<Map<String, AttributeValue>> putOff) {
            Optional<StoredSession> session = ItemReader.sessionOf(sessions.getOrDefault(key, Map.of()));
            if (session.isEmpty()) {
                // deleted, moved to a key with an entry of its own, or told by somebody who died then
                return true;
            }
            if (!session.get().metadata().isExpiredAt(clock.instant())) {
                putOff.add(ExpiryItem.of(key, session.get()));
                return true;
            }
            return goOn.getAsBoolean() && claim(key, session.get());
        }

        /**
         * Tells of a session if nobody else does; {@code false} if it has changed since it was read. Large attributes
         * that something else has deleted do not keep it from being told.
         */
        private boolean claim(StoreKey key, StoredSession session) {
            SessionRecord last = reader.whole(session, deadline())
                    .orElseGet(() -> new SessionRecord(session.metadata(), session.attributes()));
            boolean claimed = deletion.claim(key, session, deadline());
            unanswered = false;
            if (claimed) {
                tell(key, last);
            }
            return claimed;
        }

        private void tell(StoreKey key, SessionRecord last) {
            try {
                listener.expired(key, last);
            } catch (Throwable e) {
                log.log(Level.WARNING, "A listener failed to hear of an expired session", e);
            }
        }

        /** One session that does not arrive may be too large for the moment; two are a store that does not answer. */
        private void endIfUnansweredAgain(SessionStoreUnavailableException e) {
            if (unanswered) {
                throw e;
            }
            unanswered = true;
        }
    }

    private List<Entry> legible(List<Map<String, AttributeValue>> items) {
        List<Entry> entries = new ArrayList<>();
        for (Map<String, AttributeValue> item : items) {
            try {
                entries.add(new Entry(item, ExpiryItem.storeKey(item)));
            } catch (IllegalArgumentException e) {
                setAside(e);
            }
        }
        return entries;
    }

    private Map<StoreKey, Map<String, AttributeValue>> read(List<Entry> due) {
        List<Map<String, AttributeValue>> keys = due.stream()
                .map(Entry::session)
                .distinct()
                .map(SessionItem::key)
                .toList();
        return batches.get(keys, deadline()).stream()
                .collect(Collectors.toMap(item -> new StoreKey(SessionItem.partitionKey(item)), Function.identity()));
    }

    private void setAside(RuntimeException e) {
        Level level = warned.getAndSet(true) ? Level.DEBUG : Level.WARNING;
        log.log(level, "An expired session in DynamoDB could not be told; later looks try again", e);
    }
}
