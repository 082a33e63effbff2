package io.cloakroom.session;

import org.jspecify.annotations.Nullable;

/** A ticket is not one that counts. The client is as good as one without; the message is for whoever debugs. */
final class RefusedTicketException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedTicketException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
