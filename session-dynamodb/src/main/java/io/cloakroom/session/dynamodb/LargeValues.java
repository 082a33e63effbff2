package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.EncodedValue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * Parts may be deleted only if no session can name them. A write of the session's item that was refused may have
 * succeeded all the same: its answer got lost, a repetition below us was refused, and meanwhile another request has
 * replaced the proof of it (WriteToken). So what an operation has written is deleted only after a look at the session,
 * and an operation that begins again takes new ids: the old ones may have been named, and deleted by whoever replaced
 * the value.
 */
/** The values that one operation puts into items of their own. For one thread. */
final class LargeValues {

    private final PartItems parts;
    private final Map<SplitValue, EncodedValue> unwritten = new HashMap<>();
    private final Set<SplitValue> written = new HashSet<>();

    LargeValues(PartItems parts) {
        this.parts = parts;
    }

    /** Returns where a value is going to be. */
    SplitValue place(EncodedValue value) {
        SplitValue split = SplitValue.ofLength(value.size());
        unwritten.put(split, value);
        return split;
    }

    /** Writes what was placed. */
    void write(StoredSession session, Deadline deadline) {
        if (!unwritten.isEmpty()) {
            written.addAll(unwritten.keySet());
            parts.write(unwritten, session.metadata(), deadline);
            unwritten.clear();
        }
    }

    /** Tells whether a session has got values of this operation, so that the operation has succeeded. */
    boolean areNamedBy(StoredSession session) {
        return !Collections.disjoint(written, session.splitValues());
    }

    /** Deletes what this operation has written and, now that it is over or begins again, no session names. */
    void discard() {
        parts.discard(written);
        written.clear();
        unwritten.clear();
    }

    /** Deletes what a session has let go of by this operation. */
    void discardReplaced(StoredSession before, StoredSession after) {
        List<SplitValue> kept = after.splitValues();
        Collection<SplitValue> replaced = new HashSet<>(before.splitValues());
        replaced.removeAll(kept);
        parts.discard(replaced);
    }
}
