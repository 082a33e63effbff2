package io.cloakroom.session.store;

import org.jspecify.annotations.Nullable;

/**
 * A store could not do what it was asked to. {@link SessionStoreUnavailableException} is worth a retry later; any other
 * store exception is a mistake in the configuration or in the use of the store and stays until somebody mends it.
 */
public class SessionStoreException extends SessionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened and what to do about it
     * @param cause what led to it, or {@code null}
     */
    public SessionStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
