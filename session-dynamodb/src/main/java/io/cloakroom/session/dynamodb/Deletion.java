package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.dynamodb.WriteAnswer.Written;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Ends sessions with one write that leaves a trace, so that no request under way brings them back. */
final class Deletion {

    /** What a deletion reports: the session has no version any more. */
    private static final long NO_VERSION = 0;

    private final TableCalls calls;
    private final PartItems parts;
    private final SessionsOfPrincipal index;
    private final InstantSource clock;

    Deletion(TableCalls calls, PartItems parts, SessionsOfPrincipal index, InstantSource clock) {
        this.calls = calls;
        this.parts = parts;
        this.index = index;
        this.clock = clock;
    }

    ChangeOutcome delete(StoreKey key, long generation, Deadline deadline) {
        Instant now = clock.instant();
        WriteToken token = WriteToken.random();
        WriteAnswer answer = calls.put(
                SessionItem.deleted(key, generation, now, token), Expression.ifLive(generation, now), deadline);
        if (answer instanceof Written written) {
            ItemReader.sessionOf(written.fields()).ifPresent(session -> tidyUp(key, session));
            return new ChangeOutcome.Applied(NO_VERSION, generation);
        }
        Refused refused = (Refused) answer;
        return token.marks(refused.stored())
                ? new ChangeOutcome.Applied(NO_VERSION, generation)
                : ItemReader.stateOf(refused.stored(), now)
                        .refusal(generation, Map.of(), any -> new ChangeOutcome.Gone())
                        .orElseGet(ChangeOutcome.Gone::new);
    }

    /**
     * Ends a session that has expired, to tell of it.
     *
     * @param session the session as it was read
     * @return whether this call has ended it: {@code false} if another one has, or if it is not as it was
     */
    boolean claim(StoreKey key, StoredSession session, Deadline deadline) {
        long generation = session.metadata().generation();
        WriteToken token = WriteToken.random();
        WriteAnswer answer = calls.put(
                SessionItem.deleted(key, generation, clock.instant(), token),
                Expression.ifSession(generation).unchanged(session.metadata()),
                deadline);
        boolean claimed = !(answer instanceof Refused refused) || token.marks(refused.stored());
        if (claimed) {
            tidyUp(key, session);
        }
        return claimed;
    }

    private void tidyUp(StoreKey key, StoredSession session) {
        parts.discard(session.splitValues());
        SessionOwner owner = session.metadata().owner();
        if (owner != null) {
            index.forget(key, owner);
        }
    }
}
