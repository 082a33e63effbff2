package io.cloakroom.routing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses among replicas. Called for each decision by many threads at once, must not block. */
@FunctionalInterface
public interface ReplicaSelector {

    /**
     * Chooses a replica.
     *
     * @param candidates the replicas that may be taken, at least one, in the order of configuration without those that
     *     may not; unmodifiable, and not to be kept
     * @return one of them
     */
    ReplicaCandidate select(List<? extends ReplicaCandidate> candidates);

    /**
     * Returns the default: of two replicas taken at random, the one with fewer connections in use. It avoids a slow
     * replica without a herd that follows the momentary best.
     *
     * @return the selector
     */
    static ReplicaSelector powerOfTwoChoices() {
        return TwoChoices.INSTANCE;
    }

    /**
     * Returns a selector that takes one replica after the other.
     *
     * @return a selector with its own position
     */
    static ReplicaSelector roundRobin() {
        AtomicInteger next = new AtomicInteger();
        return candidates -> candidates.get(Math.floorMod(next.getAndIncrement(), candidates.size()));
    }

    /**
     * Returns a selector that takes any replica.
     *
     * @return the selector
     */
    static ReplicaSelector random() {
        return candidates -> candidates.get(ThreadLocalRandom.current().nextInt(candidates.size()));
    }
}
