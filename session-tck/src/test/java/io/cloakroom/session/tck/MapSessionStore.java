package io.cloakroom.session.tck;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.AttributeChange.Put;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.ChangeOutcome.Moved;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The plainest correct store: one map under one lock. What faulty stores get wrong, they override. */
class MapSessionStore implements SessionStore {

    /** What is under a key: a record, or the trace of a deleted or moved session. */
    private sealed interface Slot {}

    private record Live(SessionRecord session) implements Slot {}

    private record Deleted() implements Slot {}

    private record Forward(StoreKey to, long fromGeneration) implements Slot {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<StoreKey, Slot> slots = new HashMap<>();
    private volatile boolean down;

    MapSessionStore(InstantSource clock) {
        this.clock = clock;
    }

    final void goDown() {
        down = true;
    }

    final void comeBack() {
        down = false;
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        return atomically(() -> {
            SessionRecord record = live(key);
            return record == null ? new LoadOutcome.NotFound() : new LoadOutcome.Found(record);
        });
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        return atomically(() -> slots.putIfAbsent(key, new Live(record)) == null);
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return atomically(() -> {
            SessionRecord record = live(key);
            if (record == null || record.metadata().generation() != changes.generation()) {
                return forwarded(key, changes.generation());
            }
            if (conflicts(record, changes)) {
                return new Conflict(record);
            }
            SessionRecord next = changed(record, changes, changes.generation());
            slots.put(key, new Live(next));
            return applied(next);
        });
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        return atomically(() -> {
            SessionRecord record = live(from);
            if (record == null || record.metadata().generation() != changes.generation()) {
                return forwarded(from, changes.generation());
            }
            if (conflicts(record, changes)) {
                return new Conflict(record);
            }
            SessionRecord next = changed(record, changes, changes.generation() + 1);
            slots.put(to, new Live(next));
            slots.put(from, new Forward(to, changes.generation()));
            return applied(next);
        });
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        return atomically(() -> {
            SessionRecord record = live(key);
            if (record == null || record.metadata().generation() != generation) {
                return forwarded(key, generation);
            }
            slots.put(key, new Deleted());
            return applied(record);
        });
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        if (!down) {
            atomically(() -> {
                SessionRecord record = live(key);
                if (record != null && record.metadata().generation() == generation) {
                    slots.put(key, new Live(touched(record, access)));
                }
                return key;
            });
        }
    }

    @Override
    public void close() {}

    boolean isOver(SessionMetadata metadata, Instant now) {
        return metadata.isExpiredAt(now);
    }

    /** Returns a copy of all sessions, expired ones included. */
    final Map<StoreKey, SessionRecord> records() {
        return atomically(() -> {
            Map<StoreKey, SessionRecord> records = new HashMap<>();
            slots.forEach((key, slot) -> {
                if (slot instanceof Live live) {
                    records.put(key, live.session());
                }
            });
            return records;
        });
    }

    /** Takes away what is under a key, traces included. */
    final void forget(StoreKey key) {
        atomically(() -> slots.remove(key) == null);
    }

    final <T> T atomically(Supplier<T> operation) {
        if (down) {
            throw new SessionStoreUnavailableException("the map is down", null);
        }
        lock.lock();
        try {
            return operation.get();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable SessionRecord live(StoreKey key) {
        return slots.get(key) instanceof Live live && !isOver(live.session().metadata(), clock.instant())
                ? live.session()
                : null;
    }

    private ChangeOutcome forwarded(StoreKey key, long generation) {
        return slots.get(key) instanceof Forward forward && forward.fromGeneration() == generation
                ? new Moved(forward.to(), generation + 1)
                : new Gone();
    }

    private static boolean conflicts(SessionRecord record, SessionChanges changes) {
        return changes.attributes().entrySet().stream()
                .anyMatch(change -> conflicts(record.attributes().get(change.getKey()), change.getValue()));
    }

    private static boolean conflicts(@Nullable StoredAttribute stored, AttributeChange change) {
        long version = stored == null ? AttributeChange.ABSENT : stored.version();
        return change.expectedVersion() != AttributeChange.ANY && change.expectedVersion() != version;
    }

    private static SessionRecord changed(SessionRecord record, SessionChanges changes, long generation) {
        SessionMetadata old = record.metadata();
        SessionAccess access = changes.access();
        long version = old.version() + 1;
        Map<String, StoredAttribute> attributes = new HashMap<>(record.attributes());
        changes.attributes().forEach((name, change) -> {
            if (change instanceof Put put) {
                attributes.put(name, new StoredAttribute(put.value(), version));
            } else {
                attributes.remove(name);
            }
        });
        SessionMetadata metadata = new SessionMetadata(
                old.createdAt(),
                later(old.lastAccessedAt(), access.lastAccessedAt()),
                changes.maxInactiveInterval() == null
                        ? old.maxInactiveInterval()
                        : requireNonNull(changes.maxInactiveInterval()),
                old.absoluteDeadline(),
                changes.maxInactiveInterval() == null ? later(old.expiresAt(), access.expiresAt()) : access.expiresAt(),
                generation,
                version,
                changes.owner() == null ? old.owner() : changes.owner());
        return new SessionRecord(metadata, attributes);
    }

    private static SessionRecord touched(SessionRecord record, SessionAccess access) {
        SessionMetadata old = record.metadata();
        SessionMetadata metadata = new SessionMetadata(
                old.createdAt(),
                later(old.lastAccessedAt(), access.lastAccessedAt()),
                old.maxInactiveInterval(),
                old.absoluteDeadline(),
                later(old.expiresAt(), access.expiresAt()),
                old.generation(),
                old.version(),
                old.owner());
        return new SessionRecord(metadata, record.attributes());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Applied applied(SessionRecord record) {
        return new Applied(record.metadata().version(), record.metadata().generation());
    }
}
