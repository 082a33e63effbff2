package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.EncodedValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that one operation puts into items of their own. An operation that has to begin again, because another
 * request was faster, does not write them again. For one thread.
 */
final class LargeValues {

    private final PartItems parts;
    private final Map<String, Placed> placed = new HashMap<>();
    private final Map<SplitValue, EncodedValue> unwritten = new HashMap<>();

    LargeValues(PartItems parts) {
        this.parts = parts;
    }

    /** Returns where a value is going to be. */
    SplitValue place(String attributeName, EncodedValue value) {
        Placed before = placed.get(attributeName);
        if (before != null && before.value().equals(value)) {
            return before.split();
        }
        SplitValue split = SplitValue.ofLength(value.size());
        placed.put(attributeName, new Placed(value, split));
        unwritten.put(split, value);
        return split;
    }

    /** Writes what a session names and is not written yet. */
    void write(StoredSession session, Deadline deadline) {
        Map<SplitValue, EncodedValue> values = new HashMap<>();
        session.splitValues().forEach(split -> {
            EncodedValue value = unwritten.remove(split);
            if (value != null) {
                values.put(split, value);
            }
        });
        if (!values.isEmpty()) {
            parts.write(values, session.metadata(), deadline);
        }
    }

    /** Deletes what the session has let go of by this operation, and what was written for it in vain. */
    void discardUnused(StoredSession before, StoredSession after) {
        List<SplitValue> unused = new ArrayList<>(before.splitValues());
        unused.addAll(written());
        unused.removeAll(after.splitValues());
        parts.discard(unused);
    }

    /** Deletes all that was written: no session names it. */
    void discardAll() {
        parts.discard(written());
    }

    private Collection<SplitValue> written() {
        List<SplitValue> written =
                new ArrayList<>(placed.values().stream().map(Placed::split).toList());
        written.removeAll(unwritten.keySet());
        return written;
    }

    private record Placed(EncodedValue value, SplitValue split) {}
}
