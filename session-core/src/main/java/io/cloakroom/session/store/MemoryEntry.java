package io.cloakroom.session.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the in-memory store has under a key. Immutable, compared by identity. */
sealed interface MemoryEntry {

    /** From when on the entry counts as absent. */
    Instant until();

    /** A session. */
    final class Live implements MemoryEntry {

        private final SessionRecord record;

        Live(SessionRecord record) {
            this.record = record;
        }

        SessionRecord record() {
            return record;
        }

        @Nullable SessionOwner owner() {
            return record.metadata().owner();
        }

        long generation() {
            return record.metadata().generation();
        }

        @Override
        public Instant until() {
            return record.metadata().expiresAt();
        }

        SessionRecord after(SessionChanges changes, long generation) {
            return record.after(changes, generation, record.metadata().version() + 1);
        }

        boolean meets(SessionChanges changes) {
            return changes.attributes().entrySet().stream().allMatch(this::meets);
        }

        private boolean meets(Map.Entry<String, AttributeChange> change) {
            long expected = change.getValue().expectedVersion();
            @Nullable StoredAttribute stored = record.attributes().get(change.getKey());
            long version = stored == null ? AttributeChange.ABSENT : stored.version();
            return expected == AttributeChange.ANY || expected == version;
        }
    }

    /** The trace of a session that has got another id. */
    final class Forward implements MemoryEntry {

        private final StoreKey to;
        private final long fromGeneration;
        private final Instant until;

        Forward(StoreKey to, long fromGeneration, Instant until) {
            this.to = to;
            this.fromGeneration = fromGeneration;
            this.until = until;
        }

        StoreKey to() {
            return to;
        }

        long fromGeneration() {
            return fromGeneration;
        }

        @Override
        public Instant until() {
            return until;
        }
    }

    /** The trace of a session that was deleted. */
    final class Ended implements MemoryEntry {

        private final Instant until;

        Ended(Instant until) {
            this.until = until;
        }

        @Override
        public Instant until() {
            return until;
        }
    }
}
