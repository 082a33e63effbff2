package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.StoredState.Moved;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads sessions, whole: one round trip, or two if there are large attributes. */
final class SessionReader {

    private final TableCalls calls;
    private final PartItems parts;
    private final InstantSource clock;

    SessionReader(TableCalls calls, PartItems parts, InstantSource clock) {
        this.calls = calls;
        this.parts = parts;
        this.clock = clock;
    }

    /** Returns what a key has in the table now. */
    StoredState state(StoreKey key, Deadline deadline) {
        return ItemReader.stateOf(calls.get(key, deadline), clock.instant());
    }

    LoadOutcome load(StoreKey key, Deadline deadline) {
        MissingParts missing = new MissingParts();
        while (true) {
            StoredState state = state(key, deadline);
            if (!(state instanceof Live live)) {
                return new LoadOutcome.NotFound();
            }
            Optional<SessionRecord> whole = whole(live.session(), deadline);
            if (whole.isPresent()) {
                return new LoadOutcome.Found(whole.get());
            }
            missing.noted(live.session());
            deadline.backOff();
        }
    }

    /**
     * Returns what to answer to a change that does not fit to a session.
     *
     * @param session the session as its item had it; if it has changed since, a newer state is answered
     * @param generation the generation of the change
     */
    ChangeOutcome conflict(StoreKey key, StoredSession session, long generation, Deadline deadline) {
        MissingParts missing = new MissingParts();
        StoredState state = new Live(session);
        while (true) {
            Optional<ChangeOutcome> refusal = state.refusal(generation, Map.of(), any -> new ChangeOutcome.Gone());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            StoredSession current = ((Live) state).session();
            Optional<SessionRecord> whole = whole(current, deadline);
            if (whole.isPresent()) {
                return new ChangeOutcome.Conflict(whole.get());
            }
            missing.noted(current);
            deadline.backOff();
            state = state(key, deadline);
        }
    }

    /**
     * Returns what to answer to changes that turn out to have been applied by an earlier attempt.
     *
     * @param state what the session's key has now; others may have changed or moved the session since
     */
    ChangeOutcome applied(StoredState state, SessionChanges changes, Deadline deadline) {
        StoredState current = state;
        while (current instanceof Moved moved) {
            current = state(moved.to(), deadline);
        }
        return current instanceof Live live
                ? new ChangeOutcome.Applied(live.session().versionOfOwn(changes), changes.generation())
                : new ChangeOutcome.Gone();
    }

    /** Returns a session with its large attributes; empty if one of them has been replaced since. */
    Optional<SessionRecord> whole(StoredSession session, Deadline deadline) {
        if (session.split().isEmpty()) {
            return Optional.of(new SessionRecord(session.metadata(), session.attributes()));
        }
        return parts.read(session.splitValues(), deadline).map(values -> joined(session, values));
    }

    private static SessionRecord joined(StoredSession session, Map<SplitValue, EncodedValue> values) {
        Map<String, StoredAttribute> attributes = new HashMap<>(session.attributes());
        session.split().forEach((name, attribute) -> {
            EncodedValue value = values.get(attribute.value());
            if (value != null) {
                attributes.put(name, new StoredAttribute(value, attribute.version()));
            }
        });
        return new SessionRecord(session.metadata(), attributes);
    }

    /**
     * Parts are deleted only after the session has let go of them. One that goes on naming parts that are missing is
     * damaged, or in a replica of the table that has not got them yet, which some more looks may mend.
     */
    private static final class MissingParts {

        private static final int MOST_LOOKS = 10;

        private @Nullable StoredSession session;
        private int looks;

        void noted(StoredSession now) {
            looks = now.equals(session) ? looks + 1 : 1;
            session = now;
            if (looks == MOST_LOOKS) {
                throw new SessionStoreException(
                        "A session names parts that the session table does not have. Either something else has"
                                + " deleted them, or the table is a replica that has not received them yet.",
                        null);
            }
        }
    }
}
