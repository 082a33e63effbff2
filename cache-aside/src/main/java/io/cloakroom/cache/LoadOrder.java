package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One load: what it is told, and what it has decided. */
final class LoadOrder implements LoadContext {

    private final long deadline;
    private final @Nullable String position;
    private @Nullable Duration chosen;
    private boolean kept = true;

    LoadOrder(Duration limit, @Nullable String position) {
        this.deadline = System.nanoTime() + limit.toNanos();
        this.position = position;
    }

    /** One order for loads that are done together: as strict as the strictest of them. */
    static LoadOrder together(List<LoadOrder> orders, Positions positions) {
        long least = orders.stream()
                .mapToLong(order -> order.timeLeft().toNanos())
                .min()
                .orElse(0);
        String greatest = null;
        for (LoadOrder order : orders) {
            greatest = positions.greater(greatest, order.position);
        }
        return new LoadOrder(Duration.ofNanos(least), greatest);
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public Optional<String> requiredPosition() {
        return Optional.ofNullable(position);
    }

    @Override
    public void timeToLive(Duration timeToLive) {
        this.chosen = CacheAsideBuilder.timeToLive("timeToLive", requireNonNull(timeToLive, "timeToLive"));
    }

    @Override
    public void doNotKeep() {
        kept = false;
    }

    /** The time to live that the loader chose, or {@code null}. */
    @Nullable Duration chosenTimeToLive() {
        return chosen;
    }

    boolean isKept() {
        return kept;
    }

    /** Takes over what was decided for all loads that were done together. */
    void decideLike(LoadOrder together) {
        chosen = together.chosen;
        kept = together.kept;
    }
}
