package io.cloakroom.session;

/** What a session filter asks of a store on behalf of a request. */
public enum SessionOperation {
    /** Reading a session. */
    LOAD,
    /** Storing a new session. */
    CREATE,
    /** Storing what a request has changed. */
    SAVE,
    /** Storing what a request has changed, and giving the session another id. */
    CHANGE_ID,
    /** Ending a session. */
    END
}
