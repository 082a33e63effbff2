package io.cloakroom.session.store;

/**
 * Keeps session records. Implementations are safe for use by many threads at once, block the calling thread only for
 * their own I/O, and hold no monitor meanwhile, so that virtual threads can wait in them.
 *
 * <p>Every method throws {@link SessionStoreUnavailableException} if the store does not answer, is overloaded or
 * refuses the connection, and another {@link SessionStoreException} if it is set up wrongly. Each is one round trip
 * unless the implementation says otherwise. A store never returns and never changes a record that has expired
 * ({@link SessionMetadata#isExpiredAt}).
 *
 * <p>{@code session-tck} has the tests that an implementation must pass.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * Reads a session.
     *
     * @param key the session's key
     * @return the session, or that there is none
     */
    LoadOutcome load(StoreKey key);

    /**
     * Stores a new session unless something is there under its key: a session, the trace of a deleted or moved one.
     *
     * @param key the session's key
     * @param record the session
     * @return {@code false} if the key is taken; nothing was written then
     */
    boolean create(StoreKey key, SessionRecord record);

    /**
     * Applies changes to a session in one atomic step: all of them if the session is alive, has the generation that the
     * changes name, and every attribute has the version that they expect; else none.
     *
     * @param key the session's key
     * @param changes the changes
     * @return what became of them
     */
    ChangeOutcome save(StoreKey key, SessionChanges changes);

    /**
     * Applies changes as {@link #save} does and moves the session to another key with the next generation. From then on
     * the old key has no session to {@linkplain #load load}, but for a while (at least a minute) answers
     * {@link ChangeOutcome.Moved} to changes of the generation that moved. An instance that dies in the middle leaves
     * the session under the old key, under the new one, or under both, but never under none.
     *
     * @param from the session's key
     * @param to its new key, under which there is nothing yet
     * @param changes the changes
     * @return what became of them; {@link ChangeOutcome.Moved} if somebody else moved the session first
     * @throws SessionStoreException if there is something under {@code to}
     */
    ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes);

    /**
     * Ends a session and leaves a trace for a while (at least a minute), so that no request that is still under way
     * brings it back.
     *
     * @param key the session's key
     * @param generation the generation of the record that the request had loaded
     * @return {@link ChangeOutcome.Applied}, with a version that means nothing, if the session was there;
     *     {@link ChangeOutcome.Moved} if it has moved since; {@link ChangeOutcome.Gone} if there was none; never a
     *     conflict
     */
    ChangeOutcome delete(StoreKey key, long generation);

    /**
     * Notes that a session was used. Returns without waiting for the store and never throws because of it: a touch that
     * is lost costs the session at most the time by which touches are throttled.
     *
     * @param key the session's key
     * @param generation the generation of the record that the request had loaded; another one makes this a no-op
     * @param access the new times
     */
    void touch(StoreKey key, long generation, SessionAccess access);

    /** Releases what the store has opened itself; a client that was handed in stays open. Idempotent. */
    @Override
    void close();
}
