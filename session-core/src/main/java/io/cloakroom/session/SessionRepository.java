package io.cloakroom.session;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket stands for, and the only way from a request to stored sessions. The request and response wrappers know
 * sessions by their {@link Origin} and tickets as opaque text, so that a ticket may be the id of a stored session
 * ({@link StoredSessions}) or hold the session itself.
 *
 * <p>Every method that reaches a store throws {@code SessionStoreException} as {@code SessionStore} does.
 */
interface SessionRepository {

    /** Tells whether a ticket is worth a look, without any I/O. Takes whatever a client may send. */
    boolean isWellFormed(String ticket);

    /** Finds the session of a well-formed ticket. */
    @Nullable Origin load(String ticket);

    /** Returns a fresh session id. */
    String newId();

    /**
     * Returns the ticket that a session will have, or {@code null} if it depends on what is going to be saved. A ticket
     * that is known early can be on the response before anybody commits it behind our back.
     */
    @Nullable String ticketInAdvance(String sessionId);

    /** Stores a new session. */
    SaveOutcome create(String sessionId, SessionRecord record);

    /** Saves changes to where the session is by now. */
    SaveOutcome save(Origin origin, SessionChanges changes);

    /**
     * Saves changes and gives the session another id. If another request was faster, the session is stored a second
     * time, as {@code origin} and the changes make it: either request's client then has its cart under the id that it
     * was given, and no request learns an id that was given to another.
     */
    SaveOutcome changeId(Origin origin, String newId, SessionChanges changes);

    /**
     * Ends the session, wherever it is by now.
     *
     * @return whether this call has ended it; another one was faster if not
     */
    boolean delete(Origin origin);

    /** Notes that the session was used; does not wait and does not fail. */
    SaveOutcome.Saved touch(Origin origin, SessionAccess access);

    /**
     * Tells whether a session is nowhere but with its client: what a response cannot carry any more, because it is
     * committed, is lost then.
     */
    boolean isKnownToClientOnly();

    /**
     * Returns a record that was not got by {@link #load} as {@code load} would have returned it, without any I/O, or
     * {@code null} if that would have found none.
     */
    @Nullable SessionRecord readable(StoreKey key, SessionRecord record);
}
