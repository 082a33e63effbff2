package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.StoredState.Moved;
import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * Changes that need the whole item: reads it, applies the changes and writes it back unless anything has changed
 * meanwhile, in which case it begins again. Two round trips when nobody interferes, and one for new large attributes.
 * Those that stay as they are stay where they are: they are neither read nor written.
 *
 * <p>If the session turns out to have moved, and no token tells that the changes went along, nobody here knows whether
 * new large attributes did; their parts are then left to their time to live.
 */
final class RecordRewrite {

    private final TableCalls calls;
    private final SessionReader reader;
    private final PartItems parts;
    private final Placement placement;
    private final Companions companions;
    private final InstantSource clock;

    RecordRewrite(
            TableCalls calls,
            SessionReader reader,
            PartItems parts,
            Placement placement,
            Companions companions,
            InstantSource clock) {
        this.calls = calls;
        this.reader = reader;
        this.parts = parts;
        this.placement = placement;
        this.companions = companions;
        this.clock = clock;
    }

    /** Saves under the same key what does not fit into an update. */
    ChangeOutcome save(StoreKey key, SessionChanges changes, Deadline deadline) {
        return rewrite(key, key, changes, changes.generation(), deadline, (stored, changed) -> {
            WriteToken token = WriteToken.beside(stored.writes());
            Map<String, AttributeValue> item = SessionItem.live(key, changed, token);
            List<Map<String, AttributeValue>> entries = companions.ofChanged(key, stored, changed, changes);
            if (!entries.isEmpty()) {
                return calls.putAll(with(entries, calls.member(item, ifUnchanged(stored))), deadline)
                        .isEmpty();
            }
            WriteAnswer answer = calls.put(item, ifUnchanged(stored), deadline);
            return !(answer instanceof Refused refused) || token.marks(refused.stored());
        });
    }

    /** Moves the session to another key and leaves a forward pointer, in one transaction. */
    ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes, Deadline deadline) {
        long newGeneration = changes.generation() + 1;
        return rewrite(from, to, changes, newGeneration, deadline, (stored, changed) -> {
            WriteToken token = WriteToken.beside(stored.writes());
            Map<String, AttributeValue> item = SessionItem.live(to, changed, token);
            Map<String, AttributeValue> forward = SessionItem.moved(from, to, changed, clock.instant(), token);
            List<String> objections = calls.putAll(
                    with(
                            companions.ofMoved(from, to, changed),
                            calls.member(item, Expression.ifNoItem()),
                            calls.member(forward, ifUnchanged(stored))),
                    deadline);
            if (isRefused(objections, 0) && !isRefused(objections, 1)) {
                throw new SessionStoreException(
                        "The new key of the session is taken: change the id to one that was never used.", null);
            }
            return objections.isEmpty();
        });
    }

    private ChangeOutcome rewrite(
            StoreKey from, StoreKey to, SessionChanges changes, long newGeneration, Deadline deadline, Write write) {
        LargeValues large = new LargeValues(parts);
        try {
            while (true) {
                StoredState state = reader.state(from, deadline);
                if (state instanceof Live live && large.areNamedBy(live.session())) {
                    return new Applied(live.session().versionOfOwn(changes), newGeneration);
                }
                if (!(state instanceof Moved)) {
                    large.discard();
                }
                Optional<ChangeOutcome> refusal = state.refusal(
                        changes.generation(),
                        changes.attributes(),
                        session -> reader.conflict(from, session, changes.generation(), deadline));
                if (refusal.isPresent()) {
                    return refusal.get();
                }
                StoredSession stored = ((Live) state).session();
                StoredSession changed = placement.place(to, stored.after(changes, newGeneration), large);
                large.write(changed, deadline);
                if (write.happened(stored, changed)) {
                    large.discardReplaced(stored, changed);
                    return new Applied(changed.metadata().version(), newGeneration);
                }
                deadline.backOff();
            }
        } catch (SessionTooLargeException | RejectedRequestException e) {
            large.discard();
            throw e;
        }
    }

    private static boolean isRefused(List<String> objections, int put) {
        return !objections.isEmpty() && objections.get(put).equals(TableCalls.CONDITION_FAILED);
    }

    private List<Put> with(List<Map<String, AttributeValue>> entries, Put... session) {
        List<Put> puts = new ArrayList<>(List.of(session));
        entries.forEach(entry -> puts.add(calls.member(entry)));
        return puts;
    }

    private Expression ifUnchanged(StoredSession stored) {
        return Expression.ifLive(stored.metadata().generation(), clock.instant())
                .unchanged(stored.metadata());
    }

    /** Tries to write the changed session; {@code false} if the stored one has changed since it was read. */
    private interface Write {
        boolean happened(StoredSession stored, StoredSession changed);
    }
}
