package io.cloakroom.cache;

import java.time.Duration;

/**
 * Is told of what a cache does that takes time or deserves attention; what happens all the time, such as hits, is in
 * {@link CacheAside#inspect()}. Called on the thread where it happens, outside any lock: must be quick and safe for use
 * by many threads at once. What it throws is logged and otherwise ignored. No method is given a key or a value. All
 * methods do nothing by default.
 */
public interface CacheEvents {

    /**
     * Called after a loader has returned or thrown; a load of many keys is one.
     *
     * @param succeeded whether it returned
     * @param took how long it took
     */
    default void loaded(boolean succeeded, Duration took) {}

    /**
     * Called after invalidations were asked for and confirmed, or not confirmed in time.
     *
     * @param confirmed how many were confirmed: keys, tags and clears are counted alike
     * @param unconfirmed how many were not; they wait to be delivered again
     * @param took how long the caller waited
     */
    default void invalidated(int confirmed, int unconfirmed, Duration took) {}

    /**
     * Called after a cached value was compared with the source, see {@link CacheAsideBuilder#verify}.
     *
     * @param matched whether the source still had the same value; if not, nobody has invalidated it although it was
     *     changed
     */
    default void verified(boolean matched) {}

    /**
     * Returns events that nobody hears.
     *
     * @return an object whose methods do nothing
     */
    static CacheEvents none() {
        return NoEvents.INSTANCE;
    }
}
