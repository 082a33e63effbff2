package io.cloakroom.session.store;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer in time, refused the connection or is overloaded.
 *
 * <p>It says nothing about whether the session exists, and after a write nothing about whether the write happened. It
 * must never be taken for "there is no such session": the user would lose what the session holds.
 */
public final class SessionStoreUnavailableException extends SessionStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what did not answer, after which time
     * @param cause what led to it, or {@code null}
     */
    public SessionStoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
