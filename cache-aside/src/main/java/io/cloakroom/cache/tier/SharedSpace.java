package io.cloakroom.cache.tier;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The entries of one cache in a shared tier, and the leases that make one instance load what is missing. All methods
 * are safe for use by many threads at once and return without waiting. None throws: a stage fails, within the tier's
 * time-out, if the tier cannot be reached or does not answer, and then it is unknown whether the command took effect.
 *
 * <p>Each method is one round trip.
 */
public interface SharedSpace {

    /** The epoch in which nothing may be kept in process. */
    long NO_EPOCH = 0;

    /**
     * Sets who hears of changes of tracked entries. To be called once, before the first read.
     *
     * @param listener is told of every change that may make a copy in process wrong
     */
    void listen(ChangeListener listener);

    /**
     * Returns the present epoch. Within one epoch the tier reports every change of a tracked entry; when reports may
     * have been lost, the epoch ends at once, and whatever was read in it must no longer be served from process memory.
     *
     * @return the number of the epoch, never used before, or {@link #NO_EPOCH} while the tier cannot report changes
     */
    long epoch();

    /**
     * Reads an entry. Under an epoch the entry is tracked from then on, also if it is missing.
     *
     * @param key the key
     * @param tracked whether a copy is to be kept in process, so that changes must be reported
     * @return what is stored
     */
    CompletionStage<Reading> read(String key, boolean tracked);

    /**
     * Asks for the right to load a missing entry. Atomic: of all instances one gets the lease. Asking again with the
     * token of a live lease renews it.
     *
     * @param key the key
     * @param token names this attempt to load
     * @param leaseTime how long the lease lasts if it is neither used nor released, in whole milliseconds, at least 1
     * @param seen what the caller read and cannot use: it counts as missing; {@link Seen#nothing()} if nothing was
     *     there
     * @return the lease, or why there is none
     */
    CompletionStage<LeaseAnswer> lease(String key, UUID token, Duration leaseTime, Seen seen);

    /**
     * Stores a loaded entry if the token still owns the lease, and ends the lease.
     *
     * @param key the key
     * @param token the token that the lease was granted to
     * @param entry the entry
     * @param timeToLive how long the entry is fresh, and kept, in whole milliseconds, at least 1
     * @param tracked whether a copy is to be kept in process, so that changes must be reported
     * @return whether it was stored
     */
    CompletionStage<CommitAnswer> commit(
            String key, UUID token, SharedEntry entry, Duration timeToLive, boolean tracked);

    /**
     * Gives a lease back unused. Does nothing if the token does not own it.
     *
     * @param key the key
     * @param token the token that the lease was granted to
     * @return completes when it happened
     */
    CompletionStage<Void> release(String key, UUID token);

    /**
     * Removes an entry and ends the lease of every load that began earlier, so that none of them can store what it
     * read.
     *
     * @param key the key
     * @return completes normally only when it happened
     */
    CompletionStage<Void> invalidate(String key);
}
