package io.cloakroom.session;

/** What became of a save. */
sealed interface SaveOutcome {

    /** The changes are stored, and the client must hold the ticket. */
    record Saved(Origin origin, String ticket) implements SaveOutcome {

        /** Never prints the ticket. */
        @Override
        public String toString() {
            return "Saved[" + origin + "]";
        }
    }

    /** An attribute had another version than expected; nothing was written. The origin is what is stored now. */
    record Conflict(Origin origin) implements SaveOutcome {}

    /** The session was ended by another request; nothing was written. */
    record Gone() implements SaveOutcome {}
}
