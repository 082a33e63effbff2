package io.cloakroom.routing;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Power of two choices (Mitzenmacher, 2001) on connections in use × latency ÷ weight. */
enum TwoChoices implements ReplicaSelector {
    INSTANCE;

    /** Below this, differences of latency are noise; and a replica without a measured one is not infinitely fast. */
    private static final long LEAST_NANOS = 250_000;

    /** One choice in so many ignores the latency: a replica that was slow once would else never be measured again. */
    private static final int EXPLORING = 16;

    @Override
    public ReplicaCandidate select(List<? extends ReplicaCandidate> candidates) {
        int size = candidates.size();
        if (size == 1) {
            return candidates.get(0);
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(size);
        int second = (first + 1 + random.nextInt(size - 1)) % size;
        boolean exploring = random.nextInt(EXPLORING) == 0;
        ReplicaCandidate one = candidates.get(first);
        ReplicaCandidate other = candidates.get(second);
        return cost(other, exploring) < cost(one, exploring) ? other : one;
    }

    private static double cost(ReplicaCandidate candidate, boolean exploring) {
        double time = exploring ? 1 : magnitude(candidate.latencyNanos());
        return (candidate.outstanding() + 1) * time / candidate.weight();
    }

    /** In powers of two, so that replicas that are about as fast share the reads. */
    private static long magnitude(long nanos) {
        return Long.highestOneBit(Math.max(LEAST_NANOS, nanos));
    }
}
