package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a script answers: a word that says what became of the changes, and the particulars. */
final class ScriptReply {

    private static final Set<String> WRITTEN =
            Set.of("applied", "created", "touched", "departed", "undone", "noted", "reserved", "claimed");

    /** What a script answers whose first try has written, although its answer was lost or not confirmed. */
    private static final Set<String> WRITTEN_BEFORE = Set.of("moved", "gone", "arrived");

    private final List<?> reply;

    ScriptReply(List<?> reply) {
        this.reply = reply;
    }

    boolean is(String word) {
        return text(0).equals(word);
    }

    /** Tells whether the script, or an earlier try of it, may have changed anything. */
    boolean mayHaveWritten() {
        return WRITTEN.contains(text(0)) || WRITTEN_BEFORE.contains(text(0));
    }

    ChangeOutcome outcome() {
        return switch (text(0)) {
            case "applied" -> new ChangeOutcome.Applied(number(1), number(2));
            case "conflict" -> new ChangeOutcome.Conflict(record(1));
            case "moved" -> new ChangeOutcome.Moved(new StoreKey(text(1)), number(2));
            case "gone" -> new ChangeOutcome.Gone();
            case "taken" -> throw taken();
            default -> throw new IllegalStateException("unknown reply of a script: " + text(0));
        };
    }

    /** Returns what to throw if the new key of a session is in use. */
    SessionStoreException taken() {
        return new SessionStoreException(
                "The new key of the session is taken: change the id to one that was never used.", null);
    }

    /** Returns the session whose fields are in the reply. */
    SessionRecord record(int index) {
        List<byte[]> fields = fields(index);
        HashReader reader = new HashReader();
        for (int i = 0; i < fields.size(); i += 2) {
            reader.add(fields.get(i), fields.get(i + 1));
        }
        return reader.record().orElseThrow();
    }

    /** Returns the fields of a hash in the reply, each followed by its value. */
    List<byte[]> fields(int index) {
        return ((List<?>) reply.get(index)).stream().map(byte[].class::cast).toList();
    }

    String text(int index) {
        return new String((byte[]) reply.get(index), UTF_8);
    }

    Instant time(int index) {
        return Instant.ofEpochMilli(number(index));
    }

    long number(int index) {
        return Long.parseLong(text(index));
    }
}
