package io.cloakroom.cache;

import org.jspecify.annotations.Nullable;

/** The root of all exceptions that this module throws on purpose. No message holds a key or a value. */
public abstract class CacheException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened and what to do about it
     * @param cause what led to it, or {@code null}
     */
    protected CacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
