package io.cloakroom.session;

/** What happens when a user logs in who has as many sessions as he may have. */
public enum SessionLimitPolicy {
    /** The log-in succeeds and the user's oldest sessions are ended: the earliest log-in goes first. */
    END_OLDEST,
    /** The log-in is refused with {@link TooManySessionsException}. */
    REJECT
}
