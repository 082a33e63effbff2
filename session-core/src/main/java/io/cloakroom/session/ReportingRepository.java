package io.cloakroom.session;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports what another repository does. */
final class ReportingRepository implements SessionRepository {

    private final SessionRepository delegate;
    private final SessionEvents events;

    ReportingRepository(SessionRepository delegate, SessionEvents events) {
        this.delegate = delegate;
        this.events = events;
    }

    @Override
    public boolean isWellFormed(String ticket) {
        boolean wellFormed = delegate.isWellFormed(ticket);
        if (!wellFormed) {
            events.refusedTicket();
        }
        return wellFormed;
    }

    @Override
    public @Nullable Origin load(String ticket) {
        long start = System.nanoTime();
        Origin origin = reportingOutage(SessionOperation.LOAD, start, () -> delegate.load(ticket));
        if (origin == null && delegate.isKnownToClientOnly()) {
            // a ticket that is the session itself leads nowhere only if it is expired, altered or foreign
            events.refusedTicket();
        } else {
            events.loaded(origin != null, origin == null ? 0 : size(origin.record()), since(start));
        }
        return origin;
    }

    @Override
    public String newId() {
        return delegate.newId();
    }

    @Override
    public @Nullable String ticketInAdvance(String sessionId) {
        return delegate.ticketInAdvance(sessionId);
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        return written(SessionOperation.CREATE, size(record), () -> delegate.create(sessionId, record));
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        return written(SessionOperation.SAVE, size(changes), () -> delegate.save(origin, changes));
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        return written(SessionOperation.CHANGE_ID, size(changes), () -> delegate.changeId(origin, newId, changes));
    }

    @Override
    public boolean delete(Origin origin) {
        long start = System.nanoTime();
        Boolean ended = reportingOutage(SessionOperation.END, start, () -> delegate.delete(origin));
        if (Boolean.TRUE.equals(ended)) {
            events.written(SessionOperation.END, 0, since(start));
        }
        return Boolean.TRUE.equals(ended);
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        return delegate.touch(origin, access);
    }

    @Override
    public @Nullable SessionRecord readable(StoreKey key, SessionRecord record) {
        return delegate.readable(key, record);
    }

    @Override
    public boolean isKnownToClientOnly() {
        return delegate.isKnownToClientOnly();
    }

    private SaveOutcome written(SessionOperation operation, long bytes, Supplier<SaveOutcome> write) {
        long start = System.nanoTime();
        SaveOutcome outcome = reportingOutage(operation, start, write);
        if (outcome instanceof SaveOutcome.Saved) {
            events.written(operation, bytes, since(start));
        } else if (outcome instanceof SaveOutcome.Conflict) {
            events.conflicted();
        } else {
            events.endedMeanwhile();
        }
        return outcome;
    }

    private <T extends @Nullable Object> T reportingOutage(SessionOperation operation, long start, Supplier<T> call) {
        try {
            return call.get();
        } catch (SessionStoreUnavailableException e) {
            events.unavailable(operation, since(start));
            throw e;
        }
    }

    private static long size(SessionRecord record) {
        return record.attributes().values().stream()
                .mapToLong(stored -> stored.value().size())
                .sum();
    }

    private static long size(SessionChanges changes) {
        return changes.attributes().values().stream()
                .mapToLong(change ->
                        change instanceof AttributeChange.Put put ? put.value().size() : 0)
                .sum();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
