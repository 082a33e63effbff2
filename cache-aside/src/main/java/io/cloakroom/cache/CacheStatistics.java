package io.cloakroom.cache;

import java.time.Duration;

/**
 * What a cache has done since it was built, tier by tier. The numbers are read one after the other while the cache
 * works: each is right, their sums may be off by what happened meanwhile.
 *
 * @param local the tier in this process
 * @param shared the tier that the instances share; all zero without one
 * @param loads the loader of the application
 * @param served what was served that is not simply a fresh value
 * @param invalidated what was invalidated by this instance
 */
public record CacheStatistics(Local local, Shared shared, Loads loads, Served served, Invalidations invalidated) {

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
     * @param available whether it is asked now; false while it is left alone because it does not answer; true without
     *     such a tier
     * @param hits how many reads found a usable entry
     * @param misses how many found nothing usable
     * @param unreadable how many found bytes that could not be decoded; they are among the misses
     * @param outdated how many found an entry with a tag that was invalidated; they are among the misses
     * @param failures how many commands failed or were not answered in time
     * @param leaseWaits how many flights waited for the load of another instance
     * @param fencedCommits how many loaded values were refused, because an invalidation came in between
     */
    public record Shared(
            boolean available,
            long hits,
            long misses,
            long unreadable,
            long outdated,
            long failures,
            long leaseWaits,
            long fencedCommits) {}

    /**
     * The loader of the application.
     *
     * @param succeeded how many loads returned, {@code null} included; a load of many keys is one
     * @param failed how many loads threw
     * @param rejected how many were not begun, because too many ran already
     * @param uncoordinated how many keys were loaded without a lease, because the shared tier did not answer or another
     *     instance took too long
     * @param totalTime how long all loads took together
     */
    public record Loads(long succeeded, long failed, long rejected, long uncoordinated, Duration totalTime) {}

    /**
     * What was served that is not simply a fresh value.
     *
     * @param absent how often it was known, without a load, that there is no value
     * @param stale how often a stale value was served while it was refreshed
     * @param refreshed how many values were refreshed in the background
     * @param afterFailure how often a stale value was served because its load failed or took too long
     */
    public record Served(long absent, long stale, long refreshed, long afterFailure) {}

    /**
     * What was invalidated by this instance; keys, tags and clears are counted alike.
     *
     * @param confirmed how many invalidations were confirmed at once
     * @param unconfirmed how many were not confirmed by the shared tier
     * @param waiting how many of these are waiting now to be delivered again
     * @param redelivered how many were delivered later
     */
    public record Invalidations(long confirmed, long unconfirmed, int waiting, long redelivered) {}
}
