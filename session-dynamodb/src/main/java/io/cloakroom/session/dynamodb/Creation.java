package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/**
 * Stores new sessions: one round trip, and one more before it for large attributes. One write, or one transaction with
 * the session's entries.
 */
final class Creation {

    private final TableCalls calls;
    private final PartItems parts;
    private final Placement placement;
    private final Companions companions;

    Creation(TableCalls calls, PartItems parts, Placement placement, Companions companions) {
        this.calls = calls;
        this.parts = parts;
        this.placement = placement;
        this.companions = companions;
    }

    boolean create(StoreKey key, SessionRecord record, Deadline deadline) {
        LargeValues large = new LargeValues(parts);
        StoredSession session = placement.place(
                key, new StoredSession(record.metadata(), record.attributes(), Map.of(), Map.of()), large);
        large.write(session, deadline);
        List<Map<String, AttributeValue>> entries = companions.ofNew(key, session);
        boolean created =
                entries.isEmpty() ? isWritten(key, session, deadline) : isWrittenWith(entries, key, session, deadline);
        if (!created) {
            large.discard();
        }
        return created;
    }

    private boolean isWritten(StoreKey key, StoredSession session, Deadline deadline) {
        WriteToken token = WriteToken.random();
        WriteAnswer answer = calls.put(SessionItem.live(key, session, token), Expression.ifNoItem(), deadline);
        return !(answer instanceof Refused refused) || token.marks(refused.stored());
    }

    private boolean isWrittenWith(
            List<Map<String, AttributeValue>> entries, StoreKey key, StoredSession session, Deadline deadline) {
        List<Put> puts = new ArrayList<>();
        puts.add(calls.member(SessionItem.live(key, session, WriteToken.random()), Expression.ifNoItem()));
        entries.forEach(entry -> puts.add(calls.member(entry)));
        while (true) {
            List<String> objections = calls.putAll(puts, deadline);
            if (objections.isEmpty() || objections.get(0).equals(TableCalls.CONDITION_FAILED)) {
                return objections.isEmpty();
            }
            deadline.backOff();
        }
    }
}
