package io.cloakroom.examples.fleet;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the load balancer picks the instance for a request. */
enum Balancing {
    /** Each request goes to the next instance. */
    ROUND_ROBIN,
    /** A cookie of the load balancer sends a browser to the same instance as long as it is in service. */
    STICKY;

    boolean remembersTarget() {
        return this == STICKY;
    }

    /** Picks among the targets in service, or returns {@code null} if there is none. */
    @Nullable Target pick(List<Target> targets, AtomicInteger turn, @Nullable String rememberedTarget) {
        List<Target> candidates = targets.stream().filter(Target::inService).toList();
        if (candidates.isEmpty()) {
            return null;
        }
        return candidates.stream()
                .filter(target -> remembersTarget() && target.name().equals(rememberedTarget))
                .findFirst()
                .orElseGet(() -> candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size())));
    }

    @Override
    public String toString() {
        return OptionWord.spell(this);
    }
}
