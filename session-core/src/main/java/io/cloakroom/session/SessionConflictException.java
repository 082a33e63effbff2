package io.cloakroom.session;

import io.cloakroom.session.store.SessionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another request has changed the same attribute, and the two changes cannot both be kept. Nothing was saved; the
 * caller may try again. A client whose request ends so, with its response uncommitted, gets {@code 409 Conflict}.
 */
public final class SessionConflictException extends SessionException {

    private static final long serialVersionUID = 1L;

    /** The name that the accessor returns. */
    private final String attributeName;

    private SessionConflictException(String message, String attributeName, @Nullable Throwable cause) {
        super(message, cause);
        this.attributeName = attributeName;
    }

    static SessionConflictException lostFor(Duration budget, String attributeName) {
        return new SessionConflictException(
                "Other requests changed session attribute " + attributeName + " each time for " + budget,
                attributeName,
                null);
    }

    static SessionConflictException refused(String attributeName) {
        return new SessionConflictException(
                "Another request has changed session attribute " + attributeName + ", whose policy is to fail then",
                attributeName,
                null);
    }

    static SessionConflictException unmergeable(String attributeName, RuntimeException cause) {
        return new SessionConflictException(
                "Another request has changed session attribute " + attributeName
                        + ", and a value is not of the type that is merged, or cannot be decoded here",
                attributeName,
                cause);
    }

    /**
     * Returns the attribute that could not be saved.
     *
     * @return its name
     */
    public String attributeName() {
        return attributeName;
    }
}
