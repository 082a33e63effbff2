package io.cloakroom.session.store;

import java.time.Duration;

/**
 * A {@link PrincipalIndex} that can refuse a user one session too many, however many instances log the user in at the
 * same time.
 *
 * <p>Safe for use by many threads; throws as {@link SessionStore} does.
 */
public interface SessionLimit extends PrincipalIndex {

    /**
     * Reserves a place among the sessions of a user, in one atomic step with counting those that have one: live
     * sessions and reservations. A session that is saved with the user as its owner takes the place that was reserved
     * for its key; one that never is gives it back when the reservation ends. Repeating a reservation renews it. A
     * session keeps its place when its id changes, and gives it back when it is deleted, expires, or gets another
     * owner.
     *
     * @param principal the name of the user
     * @param key the key under which the session is going to be saved
     * @param max how many sessions the user may have, this one included; 1 or more
     * @param lifetime how long the reservation lasts; more than zero
     * @return whether there was a place; always {@code true} for a key that has one
     * @throws IllegalArgumentException if {@code max} is less than 1 or {@code lifetime} not more than zero
     */
    boolean reserve(String principal, StoreKey key, int max, Duration lifetime);
}
