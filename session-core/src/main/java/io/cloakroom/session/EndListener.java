package io.cloakroom.session;

import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;

/** Hears of a session that has ended outside of a request of its own. */
@FunctionalInterface
interface EndListener {

    /** Called when the session is over, with what it was. */
    void ended(StoreKey key, SessionRecord last);
}
