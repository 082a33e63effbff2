package io.cloakroom.session;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * The stored sessions as one request reaches them, by its {@link StoreGuard}.
 *
 * <p>Writes are repeated too, although the first try may have been stored without an answer:
 *
 * <ul>
 *   <li>a create, an end and a change of the id are recognised when they are repeated;
 *   <li>a save over any version stores the same bytes again, as if it had been a little slower;
 *   <li>a save over a certain version is either stored once, or the repetition conflicts. Then nobody can tell whether
 *       the other write was our own, so neither merging nor trying again is safe, and the store counts as unavailable.
 * </ul>
 */
final class GuardedSessions implements SessionRepository {

    private final SessionRepository delegate;
    private final StoreGuard guard;

    GuardedSessions(SessionRepository delegate, StoreGuard guard) {
        this.delegate = delegate;
        this.guard = guard;
    }

    @Override
    public boolean isWellFormed(String ticket) {
        return delegate.isWellFormed(ticket);
    }

    @Override
    public @Nullable Origin load(String ticket) {
        return guard.call(() -> new Loaded(delegate.load(ticket))).origin();
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
        return guard.call(() -> delegate.create(sessionId, record));
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        return guard.call(() -> delegate.save(origin, changes), outcome -> !(outcome instanceof SaveOutcome.Conflict));
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        return guard.call(() -> delegate.changeId(origin, newId, changes));
    }

    @Override
    public boolean delete(Origin origin) {
        return guard.call(() -> delegate.delete(origin));
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

    /** What a load has found, which may be nothing. */
    private record Loaded(@Nullable Origin origin) {}
}
