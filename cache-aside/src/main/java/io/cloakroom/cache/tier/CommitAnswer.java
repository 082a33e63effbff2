package io.cloakroom.cache.tier;

/** What became of a loaded entry. */
public sealed interface CommitAnswer {

    /**
     * The entry is stored: nothing was invalidated between lease and commit.
     *
     * @param epoch the epoch in which the tier tracks the entry for this process, or {@link SharedSpace#NO_EPOCH}
     */
    record Stored(long epoch) implements CommitAnswer {}

    /**
     * The token no longer owned the lease: an invalidation came in between, or the lease ran out. Nothing is stored.
     */
    record Fenced() implements CommitAnswer {}
}
