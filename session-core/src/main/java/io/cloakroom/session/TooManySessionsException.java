package io.cloakroom.session;

import io.cloakroom.session.store.SessionException;

/**
 * A log-in was refused because the user has as many sessions as the filter allows. Nothing was changed: the request has
 * the session that it had before. Whoever wants to let the user in ends one of his sessions with
 * {@link SessionAdministration} and logs in again.
 */
public final class TooManySessionsException extends SessionException {

    private static final long serialVersionUID = 1L;

    /** The limit that the accessor returns. */
    private final int max;

    TooManySessionsException(int max) {
        super("The user has " + max + " sessions already, and may not have more", null);
        this.max = max;
    }

    /**
     * Returns how many sessions the user may have.
     *
     * @return the limit of the filter, 1 or more
     */
    public int max() {
        return max;
    }
}
