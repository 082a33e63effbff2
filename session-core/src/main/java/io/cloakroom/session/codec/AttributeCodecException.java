package io.cloakroom.session.codec;

import io.cloakroom.session.store.SessionException;
import org.jspecify.annotations.Nullable;

/** An attribute value cannot be turned into bytes, or bytes cannot be turned into a value. */
public class AttributeCodecException extends SessionException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message which class could not be encoded or decoded and what to do about it; never the value itself
     * @param cause what led to it, or {@code null}
     */
    public AttributeCodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
