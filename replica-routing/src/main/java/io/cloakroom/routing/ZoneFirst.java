package io.cloakroom.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes replicas of one zone, and the others only when those are busy or gone.
 *
 * @param zone the zone
 * @param spillOver from how many connections in use on a replica's unit of weight on it counts as busy
 * @param selector chooses among those that are left
 */
record ZoneFirst(String zone, int spillOver, ReplicaSelector selector) implements ReplicaSelector {

    @Override
    public ReplicaCandidate select(List<? extends ReplicaCandidate> candidates) {
        List<ReplicaCandidate> near = new ArrayList<>(candidates.size());
        for (ReplicaCandidate candidate : candidates) {
            if (candidate.zone().equals(zone) && candidate.outstanding() < spillOver * candidate.weight()) {
                near.add(candidate);
            }
        }
        return selector.select(near.isEmpty() ? candidates : near);
    }
}
