package io.cloakroom.routing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Power of two choices (Mitzenmacher, 2001) on the connections in use. */
enum TwoChoices implements ReplicaSelector {
    INSTANCE;

    @Override
    public ReplicaCandidate select(List<? extends ReplicaCandidate> candidates) {
        int size = candidates.size();
        if (size == 1) {
            return candidates.get(0);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(size);
        int second = (first + 1 + random.nextInt(size - 1)) % size;
        ReplicaCandidate one = candidates.get(first);
        ReplicaCandidate other = candidates.get(second);
        return other.outstanding() < one.outstanding() ? other : one;
    }
}
