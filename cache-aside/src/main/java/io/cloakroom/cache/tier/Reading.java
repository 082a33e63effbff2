package io.cloakroom.cache.tier;

import java.time.Duration;

/** What a shared tier has under a key. That the tier cannot tell is a failed stage, never a reading. */
public sealed interface Reading {

    /**
     * Returns what names the stored bytes, for a reader that cannot use them.
     *
     * @return the mark; {@link Seen#nothing()} if there are none
     */
    Seen seen();

    /**
     * An intact entry, none of whose tags was invalidated since it was loaded.
     *
     * @param entry the entry
     * @param timeLeft how long the entry is still fresh by the tier's clock, as well as it is known here; not positive
     *     if it is no longer fresh
     * @param epoch the epoch in which the tier tracks the entry for this process, or {@link SharedSpace#NO_EPOCH}
     * @param seen names these bytes, for a reader that cannot decode them
     */
    record Found(SharedEntry entry, Duration timeLeft, long epoch, Seen seen) implements Reading {}

    /** No entry. */
    record Missing() implements Reading {
        @Override
        public Seen seen() {
            return Seen.nothing();
        }
    }

    /**
     * An entry of which a tag was invalidated after it was loaded: as good as missing.
     *
     * @param seen names these bytes
     */
    record Outdated(Seen seen) implements Reading {}

    /**
     * Bytes that are damaged, or that were written in a format unknown here.
     *
     * @param seen names these bytes
     */
    record Unreadable(Seen seen) implements Reading {}
}
