package io.cloakroom.cache;

import io.cloakroom.cache.tier.Reading;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where a search gets its readings and loads from: each for itself, or together with the searches for other keys. */
interface Supply<K, V> {

    /** Reads from the shared tier, perhaps a little later. */
    CompletionStage<Reading> read(String cell, boolean tracked);

    /** Loads, perhaps a little later and on another thread. Calls back once. */
    void load(K key, LoadOrder order, Callback<V> callback);

    /** To be called once by each search when it has asked for its load, or knows that it does without for now. */
    void decided();

    /** Hears how a load ended. */
    interface Callback<V> {

        /**
         * Called when the load has ended.
         *
         * @param value the value, or {@code null} if there is none or the load failed
         * @param failure why it failed, or {@code null}
         */
        void loaded(@Nullable V value, @Nullable Throwable failure);
    }
}
