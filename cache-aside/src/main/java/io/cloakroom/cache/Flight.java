package io.cloakroom.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One search for the value of one key, which all callers in this process share. While it lies in the local tier it is
 * also the marker that a value is on its way: a change reported meanwhile takes it out, and what it finds is not kept.
 * It never completes exceptionally.
 *
 * <p>Each look at the truth (asking for the lease, running the loader) is a piece of evidence with a number. A value
 * that no commit has confirmed may be older than an invalidation that returned after the look; it is right for callers
 * that joined before the look, and for nobody else.
 */
final class Flight<V> extends CompletableFuture<Outcome<V>> {

    private final long epoch;
    private final AtomicInteger evidence = new AtomicInteger();
    private volatile @Nullable Outcome<V> offered;
    private @Nullable Outcome<V> replaced; // written before the flight is in the map

    Flight(long epoch) {
        this.epoch = epoch;
    }

    /** The epoch in which the flight started; what it finds may be kept in that epoch only. */
    long epoch() {
        return epoch;
    }

    /** Holds a stale value ready for those who do not want to wait any longer. */
    void offer(Outcome<V> stale) {
        offered = stale;
    }

    @Nullable Outcome<V> offered() {
        return offered;
    }

    /** Notes what the flight takes the place of. */
    void replaces(@Nullable Outcome<V> stale) {
        replaced = stale;
    }

    /** The stale value that was there until this flight began, not invalidated by then; {@code null} if none. */
    @Nullable Outcome<V> replaced() {
        return replaced;
    }

    /** The number of the latest evidence, for a caller that joins. */
    int evidence() {
        return evidence.get();
    }

    /** To be called before looking; the result goes into the outcome. */
    int takeEvidence() {
        return evidence.incrementAndGet();
    }
}
