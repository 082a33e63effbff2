package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.util.List;

/** What a script answers: a word that says what became of the changes, and the particulars. */
final class ScriptReply {

    private final List<?> reply;

    ScriptReply(List<?> reply) {
        this.reply = reply;
    }

    boolean is(String word) {
        return text(0).equals(word);
    }

    ChangeOutcome outcome() {
        return switch (text(0)) {
            case "applied" -> new ChangeOutcome.Applied(number(1), number(2));
            case "conflict" -> new ChangeOutcome.Conflict(current());
            case "moved" -> new ChangeOutcome.Moved(new StoreKey(text(1)), number(2));
            case "gone" -> new ChangeOutcome.Gone();
            case "taken" ->
                throw new SessionStoreException(
                        "The new key of the session is taken: change the id to one that was never used.", null);
            default -> throw new IllegalStateException("unknown reply of a script: " + text(0));
        };
    }

    private SessionRecord current() {
        List<?> fields = (List<?>) reply.get(1);
        HashReader reader = new HashReader();
        for (int i = 0; i < fields.size(); i += 2) {
            reader.add((byte[]) fields.get(i), (byte[]) fields.get(i + 1));
        }
        return reader.record().orElseThrow();
    }

    private String text(int index) {
        return new String((byte[]) reply.get(index), UTF_8);
    }

    private long number(int index) {
        return Long.parseLong(text(index));
    }
}
