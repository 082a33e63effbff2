package io.cloakroom.session;

/** What a session filter asks of a store on behalf of a request. */
public enum SessionOperation {
    /** Reading a session. */
    LOAD(false),
    /** Storing a new session. */
    CREATE(true),
    /** Storing what a request has changed. */
    SAVE(true),
    /** Storing what a request has changed, and giving the session another id. */
    CHANGE_ID(true),
    /** Ending a session. */
    END(true),
    /** Finding the sessions of a user. */
    FIND(false),
    /** Reserving a place among the sessions of a user. */
    RESERVE(false);

    private final boolean write;

    SessionOperation(boolean write) {
        this.write = write;
    }

    /**
     * Tells whether the operation changes a session.
     *
     * @return {@code true} if it is reported by {@link SessionEvents#written}
     */
    public boolean isWrite() {
        return write;
    }
}
