package io.cloakroom.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * What a load is told, and what it can decide about its value. Belongs to one load; not to be kept, and not to be used
 * by several threads at once. Made by the cache, not by applications.
 */
public sealed interface LoadContext permits LoadOrder {

    /**
     * Returns how much time is left before other instances no longer wait for this load: what comes later is given to
     * the callers but not kept.
     *
     * @return the time left; zero if it is over
     */
    Duration timeLeft();

    /**
     * Returns what the load must at least have seen: the greatest position that was given with a recent invalidation of
     * the key. A load from a replica that has not applied it yet would bring the old value back.
     *
     * @return the position; empty if nothing is required, or if it is unknown because the shared tier does not answer
     */
    Optional<String> requiredPosition();

    /**
     * Sets how long this value lives, instead of what the cache was built with. It is jittered all the same.
     *
     * @param timeToLive 1 ms to 366 days
     * @throws IllegalArgumentException if it is out of range
     */
    void timeToLive(Duration timeToLive);

    /** Gives the value to the callers but keeps it nowhere. */
    void doNotKeep();
}
