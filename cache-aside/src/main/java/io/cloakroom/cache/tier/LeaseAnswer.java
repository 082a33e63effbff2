package io.cloakroom.cache.tier;

import java.time.Duration;

/** What became of the wish to load an entry. */
public sealed interface LeaseAnswer {

    /** The caller shall load and commit. */
    record Granted() implements LeaseAnswer {}

    /**
     * Somebody else loads.
     *
     * @param remaining until when at the latest: how long their lease still lasts, at least a millisecond
     */
    record Busy(Duration remaining) implements LeaseAnswer {}

    /**
     * Somebody has loaded in the meantime.
     *
     * @param reading what is stored now; never missing
     */
    record Filled(Reading reading) implements LeaseAnswer {}
}
