package io.cloakroom.session.store;

/**
 * A {@link SessionStore} that tells when sessions have expired, each one exactly once in a fleet of instances,
 * whichever of them hears of it: the store removes an expired session in the same atomic step in which an instance
 * claims it. An instance that is killed between the claim and the listener takes the event with it.
 *
 * <p>Only sessions that expire are told, neither those that are deleted nor those that change their id. Safe for use by
 * many threads.
 */
public interface ExpiryEvents {

    /**
     * Begins to claim expired sessions and to tell them to a listener, in threads of the store. How soon after the
     * expiry that happens, and what it costs, the implementation says. The time-outs of sessions must be known to the
     * store for that: sessions that were stored before any instance listened may expire unheard.
     *
     * <p>Several listeners of one instance share its sessions, as instances do: each session is told to one of them.
     *
     * @param listener hears of the sessions that this instance has claimed
     * @return ends the claiming of this listener; the close of the store does so, too
     * @throws IllegalStateException if the store is closed
     */
    Subscription onExpiry(ExpiryListener listener);

    /** Hears of expired sessions. Must not block for long; what it throws is logged and does no harm. */
    @FunctionalInterface
    interface ExpiryListener {

        /**
         * Called once for a session that has expired.
         *
         * @param key the key that the session had
         * @param last the session as it was when it expired, attributes and owner included
         */
        void expired(StoreKey key, SessionRecord last);
    }

    /** A listener's subscription. */
    interface Subscription extends AutoCloseable {

        /** Ends it: no call of the listener begins after this returns. Idempotent. */
        @Override
        void close();
    }
}
