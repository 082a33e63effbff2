package io.cloakroom.session.seal;

import io.cloakroom.session.store.SessionException;
import org.jspecify.annotations.Nullable;

/** A sealed message is not what was sealed: altered, truncated, sealed with another key or for another purpose. */
public final class SealBrokenException extends SessionException {

    private static final long serialVersionUID = 1L;

    SealBrokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
