package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

/** What a store has under a key. That the store cannot tell is an exception, never an outcome. */
public sealed interface LoadOutcome {

    /**
     * A live session.
     *
     * @param record the session
     */
    record Found(SessionRecord record) implements LoadOutcome {

        /**
         * Creates an outcome.
         *
         * @param record the session
         */
        public Found {
            requireNonNull(record, "record");
        }
    }

    /** No live session: never stored, expired, deleted, or moved to another id. */
    record NotFound() implements LoadOutcome {}
}
