package io.cloakroom.routing;

import java.sql.SQLException;

/** A server that answers, but is not set up so that its position can be told. It is not lost by that. */
final class UnknownPositionException extends SQLException {

    private static final long serialVersionUID = 1L;

    UnknownPositionException(String message) {
        super(message);
    }
}
