package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * A {@link SessionStore} that finds the sessions of a user. A session is in the index from the moment on at which a
 * {@code create}, {@code save} or {@code changeId} with an owner returns, under its current key, and leaves it when it
 * is deleted or expires: the index prunes itself. A session has one owner; another one replaces it.
 *
 * <p>Safe for use by many threads; throws as {@link SessionStore} does.
 */
public interface PrincipalIndex {

    /** The order of a user's sessions: newest log-in first; of two at the same time, the one with the greater key. */
    Comparator<OwnedSession> NEWEST_FIRST = Comparator.comparing(
                    (OwnedSession session) -> session.owner().since())
            .thenComparing(session -> session.key().value())
            .reversed();

    /**
     * Finds the live sessions of a user. Strongly consistent: it sees every session whose owner was saved before it was
     * called, on whichever instance, and sees it once. Sessions that are saved or deleted meanwhile may be in the
     * answer or not. One that only gets another id meanwhile is in the answer, under either key: whoever ends all
     * sessions of a user must not miss one because it is on the move.
     *
     * @param principal the name of the user; names are equal only if all their characters are
     * @return the sessions, in the order of {@link #NEWEST_FIRST}
     */
    List<OwnedSession> findByPrincipal(String principal);

    /**
     * A session of a user, without its attributes.
     *
     * @param key the session's key
     * @param metadata its metadata, with an owner
     */
    record OwnedSession(StoreKey key, SessionMetadata metadata) {

        /**
         * Creates a found session.
         *
         * @param key the session's key
         * @param metadata its metadata
         * @throws IllegalArgumentException if {@code metadata} has no owner
         */
        public OwnedSession {
            requireNonNull(key, "key");
            if (metadata.owner() == null) {
                throw new IllegalArgumentException("metadata must have an owner");
            }
        }

        /**
         * Returns whose the session is.
         *
         * @return the owner in the metadata
         */
        public SessionOwner owner() {
            return requireNonNull(metadata.owner());
        }
    }
}
