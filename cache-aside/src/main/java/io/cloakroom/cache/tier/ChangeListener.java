package io.cloakroom.cache.tier;

/**
 * Hears what a shared tier reports. Runs on the tier's I/O thread, in the order of the tier's answers: it must be
 * quick, must not block and must not throw.
 */
public interface ChangeListener {

    /**
     * Called when an entry that was read under tracking was changed, removed or expired.
     *
     * @param key the key, as it was given to {@link SharedSpace#read}
     */
    void changed(String key);

    /**
     * Called when the tier can be reached again, perhaps in another place: what it confirmed shortly before the
     * connection was lost may be unknown there.
     */
    default void reconnected() {}
}
