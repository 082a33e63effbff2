package io.cloakroom.cache.tier;

/** Hears what a shared tier reports about entries that were read under tracking. */
@FunctionalInterface
public interface ChangeListener {

    /**
     * Called when an entry was changed, removed or expired. Runs on the tier's I/O thread, in the order of the tier's
     * answers: it must be quick, must not block and must not throw.
     *
     * @param key the key, as it was given to {@link SharedSpace#read}
     */
    void changed(String key);
}
