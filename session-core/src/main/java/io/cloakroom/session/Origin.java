package io.cloakroom.session;

import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;

/**
 * The stored session that a request works on.
 *
 * @param sessionId the id that the request knows
 * @param key where the session is: under another key than its id's if another request has changed the id meanwhile
 * @param record the session as this request last read or wrote it
 */
record Origin(String sessionId, StoreKey key, SessionRecord record) {

    /** Never prints the id. */
    @Override
    public String toString() {
        return "Origin[" + key + "]";
    }
}
