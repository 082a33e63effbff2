package io.cloakroom.session;

import io.cloakroom.session.store.SessionException;
import java.time.Duration;

/** An atomic update lost against other requests until its time was up. Nothing was saved; the caller may try again. */
public final class SessionConflictException extends SessionException {

    private static final long serialVersionUID = 1L;

    /** The name that the accessor returns. */
    private final String attributeName;

    SessionConflictException(String attributeName, Duration budget) {
        super("Other requests changed session attribute " + attributeName + " each time for " + budget, null);
        this.attributeName = attributeName;
    }

    /**
     * Returns the attribute that could not be updated.
     *
     * @return its name
     */
    public String attributeName() {
        return attributeName;
    }
}
