package io.cloakroom.cache.tier;

import java.time.Duration;
import java.util.List;

/** What became of the wish to load an entry. */
public sealed interface LeaseAnswer {

    /**
     * The caller shall load and commit.
     *
     * @param positions what the load must at least have seen: the positions that were given with recent invalidations,
     *     in no order; often empty
     */
    record Granted(List<String> positions) implements LeaseAnswer {

        /**
         * Copies the list.
         *
         * @param positions what the load must at least have seen
         */
        public Granted {
            positions = List.copyOf(positions);
        }
    }

    /**
     * Somebody else loads.
     *
     * @param remaining until when at the latest: how long their lease still lasts, at least a millisecond
     * @param positions what a load must at least have seen, like {@link Granted#positions}: for a caller that loads
     *     without a lease because it does not want to wait any longer
     */
    record Busy(Duration remaining, List<String> positions) implements LeaseAnswer {

        /**
         * Copies the list.
         *
         * @param remaining how long their lease still lasts
         * @param positions what a load must at least have seen
         */
        public Busy {
            positions = List.copyOf(positions);
        }
    }

    /**
     * A load has failed a short time ago, and nobody shall try again yet.
     *
     * @param remaining for how long, at least a millisecond
     */
    record BackedOff(Duration remaining) implements LeaseAnswer {}

    /**
     * Somebody has loaded in the meantime.
     *
     * @param reading what is stored now; never missing
     */
    record Filled(Reading reading) implements LeaseAnswer {}
}
