package io.cloakroom.session;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions in a store, by reference: the ticket is the session id. */
final class StoredSessions implements SessionRepository {

    /** More id changes than this under one request are no race any more. */
    private static final int MAX_MOVES = 8;

    private final SessionStore store;
    private final InstantSource clock;
    private final SessionIds ids = new SessionIds();

    StoredSessions(SessionStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean isWellFormed(String ticket) {
        return SessionIds.isWellFormed(ticket);
    }

    @Override
    public @Nullable Origin load(String ticket) {
        StoreKey key = StoreKey.ofSessionId(ticket);
        // the store may go by a clock that differs from ours: what has expired by either is over
        return store.load(key) instanceof LoadOutcome.Found found
                        && !found.record().metadata().isExpiredAt(clock.instant())
                ? new Origin(ticket, key, found.record())
                : null;
    }

    @Override
    public String newId() {
        return ids.next();
    }

    @Override
    public String ticketInAdvance(String sessionId) {
        return sessionId;
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        Origin origin = new Origin(sessionId, StoreKey.ofSessionId(sessionId), record);
        if (store.create(origin.key(), record)) {
            return new SaveOutcome.Saved(origin, sessionId);
        }
        // nobody else can have this id: an earlier try of this request was stored although its answer got lost
        return save(origin, everythingIn(record));
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        StoreKey key = origin.key();
        SessionChanges current = changes;
        for (int move = 0; move < MAX_MOVES; move++) {
            ChangeOutcome outcome = store.save(key, current);
            if (!(outcome instanceof ChangeOutcome.Moved moved)) {
                return settled(outcome, new Origin(origin.sessionId(), key, origin.record()), current);
            }
            key = moved.key();
            current = current.forGeneration(moved.generation());
        }
        throw tooManyMoves();
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        StoreKey to = StoreKey.ofSessionId(newId);
        Origin target = new Origin(newId, to, origin.record());
        ChangeOutcome outcome = store.changeId(origin.key(), to, changes);
        if (outcome instanceof ChangeOutcome.Conflict) {
            return settled(outcome, origin, changes);
        }
        if (!(outcome instanceof ChangeOutcome.Moved moved)) {
            return settled(outcome, target, changes);
        }
        if (moved.key().equals(to)) {
            // an earlier try of this request went through, all of it, although its answer got lost
            return store.load(to) instanceof LoadOutcome.Found found
                    ? new SaveOutcome.Saved(new Origin(newId, to, found.record()), newId)
                    : new SaveOutcome.Gone();
        }
        // nothing is stored a second time that has been ended once
        return isAlive(origin, moved, changes)
                ? create(newId, forked(origin.record(), changes))
                : new SaveOutcome.Gone();
    }

    /** Asks by a save without changes, which follows the session wherever it has moved by now. */
    private boolean isAlive(Origin origin, ChangeOutcome.Moved moved, SessionChanges changes) {
        SessionChanges nothing = new SessionChanges(moved.generation(), changes.access(), Map.of(), null, null);
        SaveOutcome outcome = save(new Origin(origin.sessionId(), moved.key(), origin.record()), nothing);
        return !(outcome instanceof SaveOutcome.Gone);
    }

    private static SessionRecord forked(SessionRecord record, SessionChanges changes) {
        SessionMetadata metadata = record.metadata();
        return record.after(changes, metadata.generation() + 1, metadata.version() + 1);
    }

    @Override
    public boolean delete(Origin origin) {
        StoreKey key = origin.key();
        long generation = origin.record().metadata().generation();
        for (int move = 0; move < MAX_MOVES; move++) {
            ChangeOutcome outcome = store.delete(key, generation);
            if (!(outcome instanceof ChangeOutcome.Moved moved)) {
                return outcome instanceof ChangeOutcome.Applied;
            }
            key = moved.key();
            generation = moved.generation();
        }
        throw tooManyMoves();
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        store.touch(origin.key(), origin.record().metadata().generation(), access);
        Origin touched =
                new Origin(origin.sessionId(), origin.key(), origin.record().touched(access));
        return new SaveOutcome.Saved(touched, origin.sessionId());
    }

    @Override
    public SessionRecord readable(StoreKey key, SessionRecord record) {
        return record;
    }

    @Override
    public boolean isKnownToClientOnly() {
        return false;
    }

    private static SaveOutcome settled(ChangeOutcome outcome, Origin at, SessionChanges changes) {
        if (outcome instanceof ChangeOutcome.Applied applied) {
            SessionRecord record = at.record().after(changes, applied.generation(), applied.version());
            return new SaveOutcome.Saved(new Origin(at.sessionId(), at.key(), record), at.sessionId());
        }
        if (outcome instanceof ChangeOutcome.Conflict conflict) {
            return new SaveOutcome.Conflict(new Origin(at.sessionId(), at.key(), conflict.current()));
        }
        return new SaveOutcome.Gone();
    }

    private static SessionChanges everythingIn(SessionRecord record) {
        SessionMetadata metadata = record.metadata();
        Map<String, AttributeChange> puts = new HashMap<>();
        record.attributes()
                .forEach(
                        (name, stored) -> puts.put(name, new AttributeChange.Put(stored.value(), AttributeChange.ANY)));
        return new SessionChanges(
                metadata.generation(),
                new SessionAccess(metadata.lastAccessedAt(), metadata.expiresAt()),
                puts,
                metadata.maxInactiveInterval(),
                metadata.owner());
    }

    private static SessionStoreException tooManyMoves() {
        return new SessionStoreException(
                "The id of a session was changed more than " + MAX_MOVES + " times under one request", null);
    }
}
