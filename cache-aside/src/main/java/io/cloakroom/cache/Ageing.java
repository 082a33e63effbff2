package io.cloakroom.cache;

import io.cloakroom.cache.tier.Lifetime;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How values grow old.
 *
 * @param timeToLive how long they are fresh
 * @param absent how long it is remembered that there is no value, or {@code null} if it is not
 * @param serveStale for how long after that they are served while they are refreshed
 * @param staleOnError for how long after that they are served if they cannot be loaded
 * @param early how eagerly they are refreshed before their end; 0: not at all
 */
record Ageing(
        TimeToLive timeToLive, @Nullable Duration absent, Duration serveStale, Duration staleOnError, double early) {

    /** How long a loaded value lives; {@code null} if it is not to be kept. */
    @Nullable Lifetime lifetime(boolean isAbsent, LoadOrder order) {
        Duration asked = order.chosenTimeToLive();
        if (!order.isKept()) {
            return null;
        }
        if (!isAbsent) {
            return lifetime(asked == null ? timeToLive.full() : asked);
        }
        if (absent == null) {
            return null;
        }
        Duration fresh = timeToLive.jittered(asked == null ? absent : asked);
        return new Lifetime(fresh, fresh);
    }

    /** How long a value lives that nobody has loaded. */
    Lifetime lifetime() {
        return lifetime(timeToLive.full());
    }

    private Lifetime lifetime(Duration asked) {
        Duration fresh = timeToLive.jittered(asked);
        Duration budget = serveStale.compareTo(staleOnError) < 0 ? staleOnError : serveStale;
        return new Lifetime(fresh, fresh.plus(budget));
    }

    boolean servesStale(Duration timeLeft) {
        return timeLeft.negated().compareTo(serveStale) < 0;
    }

    boolean servesOnError(Duration timeLeft) {
        return timeLeft.negated().compareTo(staleOnError) < 0;
    }

    /* XFetch (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention, VLDB 2015): each reader
     * refreshes early with a probability that grows as expiry nears and with the cost of the load, so that one of many
     * does and the rest never wait. A factor of 1 is the paper's optimum. */
    boolean isDueEarly(Duration timeLeft, Duration loadTime) {
        if (early == 0) {
            return false;
        }
        double draw = -Math.log(1 - ThreadLocalRandom.current().nextDouble());
        return loadTime.toMillis() * early * draw >= timeLeft.toMillis();
    }
}
