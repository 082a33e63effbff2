package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.dynamodb.WriteAnswer.Written;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Saves with one conditional update that carries the delta only. It neither knows nor needs to know whether an
 * attribute that it puts or removes is in an item of its own: the update takes the session's hands off it and returns
 * where it was.
 */
final class DeltaSave {

    /**
     * How many changed attributes an update may have. The service takes expressions of up to 4 KB and 300 operators;
     * the worst attribute takes 35 characters and 2 operators of the condition.
     */
    private static final int MOST_ATTRIBUTES = 100;

    private final TableCalls calls;
    private final SessionReader reader;
    private final PartItems parts;
    private final RecordRewrite rewrite;
    private final Placement placement;
    private final Companions companions;
    private final InstantSource clock;

    DeltaSave(
            TableCalls calls,
            SessionReader reader,
            PartItems parts,
            RecordRewrite rewrite,
            Placement placement,
            Companions companions,
            InstantSource clock) {
        this.calls = calls;
        this.reader = reader;
        this.parts = parts;
        this.rewrite = rewrite;
        this.placement = placement;
        this.companions = companions;
        this.clock = clock;
    }

    ChangeOutcome save(StoreKey key, SessionChanges changes, Deadline deadline) {
        if (changes.attributes().size() > MOST_ATTRIBUTES
                || Placement.isTooLargeForItem(changes)
                || companions.mayBeNeededBy(changes)) {
            return rewrite.save(key, changes, deadline);
        }
        try {
            return update(key, changes, deadline);
        } catch (RejectedRequestException e) {
            // most likely too large, which only a look at the whole session can tell and explain
            return rewrite.save(key, changes, deadline);
        }
    }

    private ChangeOutcome update(StoreKey key, SessionChanges changes, Deadline deadline) {
        WriteToken token = WriteToken.random();
        TimesWrite times = TimesWrite.of(changes.access(), changes.maxInactiveInterval());
        while (true) {
            Instant now = clock.instant();
            WriteAnswer answer = calls.update(key, expression(changes, times, token, now), deadline);
            if (answer instanceof Written written) {
                parts.discard(ItemReader.splitValues(written.fields()));
                return new Applied(ItemReader.version(written.fields()) + 1, changes.generation());
            }
            Map<String, AttributeValue> stored = ((Refused) answer).stored();
            StoredState state = ItemReader.stateOf(stored, now);
            if (token.marks(stored)) {
                return reader.applied(state, changes, deadline);
            }
            Optional<ChangeOutcome> refusal = state.refusal(
                    changes.generation(),
                    changes.attributes(),
                    session -> reader.conflict(key, session, changes.generation(), deadline));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (ItemReader.partBytes(stored) > placement.unquestionedPartBytes()) {
                return rewrite.save(key, changes, deadline);
            }
            times = times.notOlderThan(((Live) state).session().metadata());
        }
    }

    private Expression expression(SessionChanges changes, TimesWrite times, WriteToken token, Instant now) {
        Expression expression = Expression.ifLive(changes.generation(), now)
                .whenAbsentOr(SessionItem.PART_BYTES, "<=", SessionItem.number(placement.unquestionedPartBytes()))
                .setToNext(SessionItem.VERSION, SessionItem.VERSION)
                .setEntry(SessionItem.WRITES, token.slot(), token.attribute());
        times.addTo(expression);
        changes.attributes().forEach((name, change) -> add(expression, name, change));
        return expression;
    }

    private static void add(Expression expression, String name, AttributeChange change) {
        String versionField = SessionItem.versionField(name);
        if (change.expectedVersion() == AttributeChange.ABSENT) {
            expression.whenAbsent(versionField);
        } else if (change.expectedVersion() != AttributeChange.ANY) {
            expression.when(versionField, "=", SessionItem.number(change.expectedVersion()));
        }
        if (change instanceof AttributeChange.Put put) {
            expression.set(SessionItem.valueField(name), SessionItem.bytes(put.value()));
            expression.setToNext(versionField, SessionItem.VERSION);
        } else {
            expression.remove(SessionItem.valueField(name)).remove(versionField);
        }
        expression.remove(SessionItem.splitField(name));
    }
}
