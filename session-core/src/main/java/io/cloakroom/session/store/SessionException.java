package io.cloakroom.session.store;

import org.jspecify.annotations.Nullable;

/** The root of all exceptions that the session modules throw on purpose. No message holds a session id or user data. */
public abstract class SessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened and what to do about it
     * @param cause what led to it, or {@code null}
     */
    protected SessionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
