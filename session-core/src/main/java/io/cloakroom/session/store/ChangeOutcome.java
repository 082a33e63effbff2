package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

/** What became of changes. In every case but {@link Applied} nothing was written. */
public sealed interface ChangeOutcome {

    /**
     * The changes are stored.
     *
     * @param version the version that the session has now, and every attribute that the changes put
     * @param generation the generation that the session has now
     */
    record Applied(long version, long generation) implements ChangeOutcome {}

    /**
     * An attribute had another version than the changes expected.
     *
     * @param current the session as it is stored
     */
    record Conflict(SessionRecord current) implements ChangeOutcome {

        /**
         * Creates an outcome.
         *
         * @param current the session as it is stored
         */
        public Conflict {
            requireNonNull(current, "current");
        }
    }

    /**
     * The session has got another id since the changes' generation was loaded: the changes may be saved there.
     *
     * @param key where the session is now
     * @param generation its generation there
     */
    record Moved(StoreKey key, long generation) implements ChangeOutcome {

        /**
         * Creates an outcome.
         *
         * @param key where the session is now
         * @param generation its generation there
         */
        public Moved {
            requireNonNull(key, "key");
        }
    }

    /** The session is no more: deleted, expired, or of another generation. Saving must not bring it back. */
    record Gone() implements ChangeOutcome {}
}
