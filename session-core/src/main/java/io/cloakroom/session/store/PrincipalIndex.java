package io.cloakroom.session.store;

import java.util.List;

/**
 * A {@link SessionStore} that finds the sessions of a user. A session is in the index from the moment on at which a
 * {@code create}, {@code save} or {@code changeId} with an owner returns, under its current key, and leaves it when it
 * is deleted or expires: the index prunes itself. A session has one owner; another one replaces it.
 *
 * <p>Safe for use by many threads; throws as {@link SessionStore} does.
 */
public interface PrincipalIndex {

    /**
     * Finds the live sessions of a user. Strongly consistent: it sees every session whose owner was saved before it was
     * called, on whichever instance. Sessions that are saved or deleted meanwhile may be in the answer or not.
     *
     * @param principal the name of the user
     * @return the sessions, newest log-in first; of two at the same time, the one with the greater key first
     */
    List<OwnedSession> findByPrincipal(String principal);

    /**
     * A session of a user, without its attributes.
     *
     * @param key the session's key
     * @param metadata its metadata, with an owner
     */
    record OwnedSession(StoreKey key, SessionMetadata metadata) {}
}
