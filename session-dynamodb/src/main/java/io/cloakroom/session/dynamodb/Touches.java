package io.cloakroom.session.dynamodb;

import io.cloakroom.session.dynamodb.StoredState.Live;
import io.cloakroom.session.dynamodb.WriteAnswer.Refused;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Writes touches behind the requests' backs. One that is dropped makes the session live shorter by the time by which
 * touches are throttled.
 */
final class Touches {

    private final TableCalls calls;
    private final WriteBehind background;
    private final Timeouts timeouts;
    private final InstantSource clock;

    Touches(TableCalls calls, WriteBehind background, Timeouts timeouts, InstantSource clock) {
        this.calls = calls;
        this.background = background;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    /** Takes a touch, or drops it if there are too many; never waits. */
    void add(StoreKey key, long generation, SessionAccess access) {
        background.add(() -> touch(key, generation, access), "A touch of a session in DynamoDB is lost");
    }

    private void touch(StoreKey key, long generation, SessionAccess access) {
        Deadline deadline = new Deadline(timeouts);
        TimesWrite times = TimesWrite.of(access, null);
        while (!times.isVoid()) {
            Instant now = clock.instant();
            Expression expression = Expression.ifLive(generation, now);
            times.addTo(expression);
            if (!(calls.update(key, expression, deadline) instanceof Refused refused)
                    || !(ItemReader.stateOf(refused.stored(), now) instanceof Live live)
                    || live.session().metadata().generation() != generation) {
                return;
            }
            times = times.notOlderThan(live.session().metadata());
        }
    }
}
