package io.cloakroom.session;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that tell, besides the session, the version that the client was last told to be saved: a store that has lost
 * acknowledged writes, as asynchronous replication may in a fail-over, has an older one. Nothing depends on what the
 * ticket tells but the report: whoever changes it deceives a counter.
 */
final class VersionedTickets implements SessionRepository {

    private static final char SEPARATOR = '.';
    private static final int MAX_DIGITS = 18;
    private static final Pattern VERSION = Pattern.compile("[0-9]{1," + MAX_DIGITS + "}");

    private final SessionRepository delegate;
    private final SessionEvents events;
    private final boolean issuing;

    /**
     * Creates the tickets.
     *
     * @param issuing whether new tickets tell the version; those of other instances are understood either way
     */
    VersionedTickets(SessionRepository delegate, SessionEvents events, boolean issuing) {
        this.delegate = delegate;
        this.events = events;
        this.issuing = issuing;
    }

    @Override
    public boolean isWellFormed(String ticket) {
        int separator = ticket.indexOf(SEPARATOR);
        return separator < 0
                ? delegate.isWellFormed(ticket)
                : ticket.length() - separator <= MAX_DIGITS + 1
                        && VERSION.matcher(ticket.substring(separator + 1)).matches()
                        && delegate.isWellFormed(ticket.substring(0, separator));
    }

    @Override
    public @Nullable Origin load(String ticket) {
        int separator = ticket.indexOf(SEPARATOR);
        if (separator < 0) {
            return delegate.load(ticket);
        }
        Origin origin = delegate.load(ticket.substring(0, separator));
        if (origin != null) {
            long lost = Long.parseLong(ticket.substring(separator + 1)) - version(origin);
            if (lost > 0) {
                events.lostWrites(lost);
            }
        }
        return origin;
    }

    @Override
    public String newId() {
        return delegate.newId();
    }

    /** The first save makes version 1; a later one shows the ticket that goes with it before the response leaves. */
    @Override
    public @Nullable String ticketInAdvance(String sessionId) {
        String ticket = delegate.ticketInAdvance(sessionId);
        return ticket == null || !issuing ? ticket : ticket + SEPARATOR + 1;
    }

    @Override
    public SaveOutcome create(String sessionId, SessionRecord record) {
        return withVersion(delegate.create(sessionId, record));
    }

    @Override
    public SaveOutcome save(Origin origin, SessionChanges changes) {
        return withVersion(delegate.save(origin, changes));
    }

    @Override
    public SaveOutcome changeId(Origin origin, String newId, SessionChanges changes) {
        return withVersion(delegate.changeId(origin, newId, changes));
    }

    @Override
    public boolean delete(Origin origin) {
        return delegate.delete(origin);
    }

    @Override
    public SaveOutcome.Saved touch(Origin origin, SessionAccess access) {
        return versioned(delegate.touch(origin, access));
    }

    @Override
    public @Nullable SessionRecord readable(StoreKey key, SessionRecord record) {
        return delegate.readable(key, record);
    }

    @Override
    public boolean isKnownToClientOnly() {
        return delegate.isKnownToClientOnly();
    }

    @Override
    public @Nullable SessionRecord readable(StoreKey key, SessionRecord record) {
        return delegate.readable(key, record);
    }

    private SaveOutcome withVersion(SaveOutcome outcome) {
        return outcome instanceof SaveOutcome.Saved saved ? versioned(saved) : outcome;
    }

    private SaveOutcome.Saved versioned(SaveOutcome.Saved saved) {
        return !issuing
                ? saved
                : new SaveOutcome.Saved(saved.origin(), saved.ticket() + SEPARATOR + version(saved.origin()));
    }

    private static long version(Origin origin) {
        return origin.record().metadata().version();
    }
}
