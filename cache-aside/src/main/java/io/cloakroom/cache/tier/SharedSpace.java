package io.cloakroom.cache.tier;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache in a shared tier, and the leases that make one instance load what is missing. All methods
 * are safe for use by many threads at once and return without waiting. None throws: a stage fails, within the tier's
 * time-out, if the tier cannot be reached or does not answer, and then it is unknown whether the command took effect.
 *
 * <p>Each method is one round trip, if nothing else is said.
 *
 * <p>A <em>tag</em> is a name that many entries share; it has a random <em>stamp</em>, never used before, which is
 * another one after each invalidation of the tag. An entry carries the stamps that its tags had before it was loaded,
 * and is outdated if one of them is no longer the tag's. All entries have the tag {@link #EVERYTHING}.
 */
public interface SharedSpace {

    /** The epoch in which nothing may be kept in process. */
    long NO_EPOCH = 0;

    /** The tag of all entries. */
    String EVERYTHING = "";

    /** Not a tag of any entry, but stamped anew when any tag is invalidated. */
    String ANY_TAG = "*";

    /**
     * Sets who hears of changes of tracked entries. To be called once, before the first read.
     *
     * @param listener is told of every change that may make a copy in process wrong
     */
    void listen(ChangeListener listener);

    /**
     * Returns the present epoch of a key. Within one epoch the tier reports every change of a tracked entry; when
     * reports may have been lost, the epoch ends at once, and whatever was read in it must no longer be served from
     * process memory. No round trip.
     *
     * @param key the key
     * @return the number of the epoch, never used before, or {@link #NO_EPOCH} while the tier cannot report changes
     */
    long epoch(String key);

    /**
     * Tells whether the tier is asked at present. No round trip.
     *
     * @return false while it is left alone, because it did not answer several times or there is no connection
     */
    boolean isAvailable();

    /**
     * Reads an entry. Under an epoch the entry is tracked from then on, also if it is missing. A second round trip if
     * the present stamp of one of its tags is not known in this process.
     *
     * @param key the key
     * @param tracked whether a copy is to be kept in process, so that changes must be reported
     * @return what is stored
     */
    CompletionStage<Reading> read(String key, boolean tracked);

    /**
     * Reads several entries, like {@link #read}, with one command where the tier can do that.
     *
     * @param keys the keys
     * @param tracked whether copies are to be kept in process, so that changes must be reported
     * @return what is stored, in the order of the keys
     */
    CompletionStage<List<Reading>> readAll(List<String> keys, boolean tracked);

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
     * @param lifetime how long the entry lives
     * @param tracked whether a copy is to be kept in process, so that changes must be reported
     * @return whether it was stored
     */
    CompletionStage<CommitAnswer> commit(String key, UUID token, SharedEntry entry, Lifetime lifetime, boolean tracked);

    /**
     * Gives a lease back unused. Does nothing if the token does not own it.
     *
     * @param key the key
     * @param token the token that the lease was granted to
     * @param backOff for how long nobody shall get a lease of this key, in whole milliseconds; zero if the next one may
     *     try at once
     * @return completes when it happened
     */
    CompletionStage<Void> release(String key, UUID token, Duration backOff);

    /**
     * Removes an entry and ends the lease of every load that began earlier, so that none of them can store what it
     * read.
     *
     * @param key the key
     * @param position what later loads of this key must at least have seen, in whatever form the source of the values
     *     counts its commits; {@code null} if nothing is required
     * @return completes normally only when it happened
     */
    CompletionStage<Void> invalidate(String key, @Nullable String position);

    /**
     * Stores an entry that nobody has loaded, in place of what is there, and ends the lease of every load that began
     * earlier.
     *
     * @param key the key
     * @param entry the entry
     * @param lifetime how long the entry lives
     * @return completes normally only when it happened
     */
    CompletionStage<Void> put(String key, SharedEntry entry, Lifetime lifetime);

    /**
     * Returns the present stamps of some tags; a tag without one gets one.
     *
     * @param tags the tags
     * @return a stamp for each of them
     */
    CompletionStage<Map<String, UUID>> stamps(Collection<String> tags);

    /**
     * Returns stamps of some tags that were the present ones a moment ago, as far as it is known here: from process
     * memory if the tier reports their changes, else like {@link #stamps}. Good enough to be taken before a load: with
     * too old a stamp an entry is outdated from the start.
     *
     * @param tags the tags
     * @return a stamp for each of them
     */
    CompletionStage<Map<String, UUID>> recentStamps(Collection<String> tags);

    /**
     * Tells whether stamps are the present ones, as far as the tier has reported. No round trip.
     *
     * @param stamps tags and stamps
     * @return false if one is not, or is not known
     */
    boolean areCurrent(Map<String, UUID> stamps);

    /**
     * Outdates all entries that have one of some tags, those included that are being loaded. When the stage completes
     * normally, {@link #areCurrent} is false here for the old stamps.
     *
     * @param tags the tags; with {@link #EVERYTHING}: all entries
     * @return completes normally only when it happened
     */
    CompletionStage<Void> invalidateTags(Collection<String> tags);
}
