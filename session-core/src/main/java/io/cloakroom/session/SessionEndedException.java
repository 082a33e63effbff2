package io.cloakroom.session;

import io.cloakroom.session.store.SessionException;

/** The session that an atomic update was meant for was ended by another request meanwhile. Nothing was saved. */
public final class SessionEndedException extends SessionException {

    private static final long serialVersionUID = 1L;

    SessionEndedException() {
        super("The session was ended by another request meanwhile; nothing was saved", null);
    }
}
