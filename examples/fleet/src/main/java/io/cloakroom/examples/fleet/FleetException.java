package io.cloakroom.examples.fleet;

import org.jspecify.annotations.Nullable;

/** The fleet cannot start or go on. The message is one line for the person at the terminal: what, and what to do. */
final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FleetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
