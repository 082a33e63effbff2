package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.Map;

/** Stores new sessions: one round trip, and one more before it for large attributes. */
final class Creation {

    private final TableCalls calls;
    private final PartItems parts;
    private final Placement placement;

    Creation(TableCalls calls, PartItems parts, Placement placement) {
        this.calls = calls;
        this.parts = parts;
        this.placement = placement;
    }

    boolean create(StoreKey key, SessionRecord record, Deadline deadline) {
        LargeValues large = new LargeValues(parts);
        StoredSession session =
                placement.place(key, new StoredSession(record.metadata(), record.attributes(), Map.of()), large);
        large.write(session, deadline);
        WriteToken token = WriteToken.random();
        WriteAnswer answer = calls.put(SessionItem.live(key, session, token), Expression.ifNoItem(), deadline);
        boolean created = !(answer instanceof Refused refused) || token.marks(refused.stored());
        if (!created) {
            large.discardAll();
        }
        return created;
    }
}
