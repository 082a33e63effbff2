package io.cloakroom.routing;

import static java.util.Objects.requireNonNull;

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
     * Returns the default: of two replicas taken at random, the one with fewer connections in use, weighed with how
     * long its statements take and with its weight. It avoids a slow replica without a herd that follows the momentary
     * best.
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
     * Returns a selector that takes replicas of one zone as long as there is one that is not busy, and all otherwise.
     *
     * @param zone the zone of this instance, as in {@link ReplicaTraits#zone}
     * @param spillOver from how many connections in use on a replica counts as busy, times its weight; 1 or more
     * @param selector chooses among those that are left
     * @return the selector
     * @throws IllegalArgumentException if {@code zone} is blank or {@code spillOver} is below 1
     */
    static ReplicaSelector sameZoneFirst(String zone, int spillOver, ReplicaSelector selector) {
        if (zone.isBlank()) {
            throw new IllegalArgumentException("zone must not be blank: \"" + zone + "\"");
        }
        if (spillOver < 1) {
            throw new IllegalArgumentException("spillOver must be 1 or more: " + spillOver);
        }
        return new ZoneFirst(zone, spillOver, requireNonNull(selector, "selector"));
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
