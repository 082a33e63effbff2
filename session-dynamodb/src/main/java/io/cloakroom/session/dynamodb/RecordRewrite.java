package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Changes that need the whole record: reads it, applies the changes and writes it back unless anything has changed
 * meanwhile, in which case it begins again. Two round trips when nobody interferes.
 */
final class RecordRewrite {

    private final TableCalls calls;
    private final InstantSource clock;

    RecordRewrite(TableCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** Saves under the same key what does not fit into an update. */
    ChangeOutcome save(StoreKey key, SessionChanges changes, Deadline deadline) {
        return rewrite(key, changes, changes.generation(), deadline, (stored, changed) -> {
            WriteToken token = WriteToken.random();
            Map<String, AttributeValue> item = SessionItem.live(key, changed, token);
            SizeLimit.check(item, changed);
            WriteAnswer answer = explained(item, changed, () -> calls.put(item, ifUnchanged(stored), deadline));
            return !(answer instanceof Refused refused) || token.marks(refused.stored());
        });
    }

    /** Moves the session to another key and leaves a forward pointer, in one transaction. */
    ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes, Deadline deadline) {
        long newGeneration = changes.generation() + 1;
        return rewrite(from, changes, newGeneration, deadline, (stored, changed) -> {
            WriteToken token = WriteToken.random();
            Map<String, AttributeValue> item = SessionItem.live(to, changed, token);
            SizeLimit.check(item, changed);
            Map<String, AttributeValue> forward = SessionItem.moved(from, to, newGeneration, clock.instant(), token);
            List<String> objections = explained(
                    item,
                    changed,
                    () -> calls.putBoth(
                            calls.half(item, Expression.ifNoItem()),
                            calls.half(forward, ifUnchanged(stored)),
                            deadline));
            if (objections.equals(List.of(TableCalls.CONDITION_FAILED, TableCalls.NO_OBJECTION))) {
                throw new SessionStoreException(
                        "The new key of the session is taken: change the id to one that was never used.", null);
            }
            return objections.isEmpty();
        });
    }

    private ChangeOutcome rewrite(
            StoreKey key, SessionChanges changes, long newGeneration, Deadline deadline, Write write) {
        while (true) {
            StoredState state = ItemReader.stateOf(calls.get(key, deadline), clock.instant());
            Optional<ChangeOutcome> refusal = state.refusal(changes.generation(), changes.attributes());
            if (refusal.isPresent()) {
                return refusal.get();
            }
            SessionRecord stored = ((StoredState.Live) state).session();
            SessionRecord changed = ChangedRecord.of(stored, changes, newGeneration);
            if (write.happened(stored, changed)) {
                return new Applied(changed.metadata().version(), newGeneration);
            }
            deadline.backOff();
        }
    }

    /** A touch leaves the version alone, so the times have to be asked for, too. */
    private Expression ifUnchanged(SessionRecord stored) {
        SessionMetadata metadata = stored.metadata();
        return Expression.ifLive(metadata.generation(), clock.instant())
                .when(SessionItem.VERSION, "=", SessionItem.number(metadata.version()))
                .when(SessionItem.ACCESSED, "=", SessionItem.millis(metadata.lastAccessedAt()))
                .when(SessionItem.EXPIRES, "=", SessionItem.millis(metadata.expiresAt()));
    }

    private static <T> T explained(Map<String, AttributeValue> item, SessionRecord session, Supplier<T> write) {
        try {
            return write.get();
        } catch (RejectedRequestException e) {
            throw SizeLimit.explain(e, item, session);
        }
    }

    /** Tries to write the changed record; {@code false} if the stored one has changed since it was read. */
    private interface Write {
        boolean happened(SessionRecord stored, SessionRecord changed);
    }
}
