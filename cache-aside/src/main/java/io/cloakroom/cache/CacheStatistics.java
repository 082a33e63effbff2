package io.cloakroom.cache;

import java.time.Duration;

/**
 * What a cache has done since it was built, tier by tier. The numbers are read one after the other while the cache
 * works: each is right, their sums may be off by what happened meanwhile.
 *
 * @param local the tier in this process
 * @param shared the tier that the instances share; all zero without one
 * @param loads the loader of the application
 * @param invalidations how many keys were invalidated here and confirmed
 * @param unconfirmedInvalidations how many were not confirmed by the shared tier
 */
public record CacheStatistics(
        Local local, Shared shared, Loads loads, long invalidations, long unconfirmedInvalidations) {

    /**
     * The tier in this process.
     *
     * @param on whether it serves now; off while the shared tier cannot report changes, or if its maximum size is 0
     * @param size how many entries it has, about
     * @param hits how many calls it answered
     * @param joined how many calls waited for the flight of another thread
     */
    public record Local(boolean on, long size, long hits, long joined) {}

    /**
     * The tier that the instances share.
     *
     * @param hits how many reads found a usable entry
     * @param misses how many found nothing usable
     * @param unreadable how many found bytes that could not be decoded; they are among the misses
     * @param failures how many commands failed or were not answered in time
     * @param leaseWaits how many flights waited for the load of another instance
     * @param fencedCommits how many loaded values were refused, because an invalidation came in between
     */
    public record Shared(long hits, long misses, long unreadable, long failures, long leaseWaits, long fencedCommits) {}

    /**
     * The loader of the application.
     *
     * @param succeeded how many loads returned, {@code null} included
     * @param failed how many loads threw
     * @param uncoordinated how many of all loads ran without a lease, because the shared tier did not answer or another
     *     instance took too long
     * @param totalTime how long all loads took together
     */
    public record Loads(long succeeded, long failed, long uncoordinated, Duration totalTime) {}
}
