package io.cloakroom.routing;

import org.jspecify.annotations.Nullable;

/**
 * What a scope wrote, in {@link System#nanoTime}.
 *
 * @param wrote whether it wrote at all
 * @param last when the last write had returned
 * @param unplaced whether there is a write whose position is not known
 * @param lastUnplaced when the last such write had returned
 * @param captured the latest position that was learned, or {@code null}
 */
record WriteTrail(
        boolean wrote,
        long last,
        boolean unplaced,
        long lastUnplaced,
        @Nullable CapturedWrite captured) {

    static final WriteTrail NOTHING = new WriteTrail(false, 0, false, 0, null);

    /** Adds a write of which only the moment is known at which it had returned. */
    WriteTrail unplaced(long now) {
        return new WriteTrail(
                true, wrote ? later(last, now) : now, true, unplaced ? later(lastUnplaced, now) : now, captured);
    }

    /** Adds a write whose position is known. Without an order between two positions neither stands for both. */
    WriteTrail captured(CapturedWrite write, long now) {
        CapturedWrite before = captured;
        if (before != null && !write.covers(before)) {
            return before.covers(write)
                    ? new WriteTrail(true, later(last, now), unplaced, lastUnplaced, before)
                    : unplaced(now);
        }
        return new WriteTrail(true, wrote ? later(last, now) : now, unplaced, lastUnplaced, write);
    }

    /** The position that stands for all writes; {@code null} if none is known to. */
    @Nullable CapturedWrite all() {
        CapturedWrite known = captured;
        boolean covered = known != null && (!unplaced || lastUnplaced - known.began() <= 0);
        return covered ? known : null;
    }

    /** Whether a replica that is fresh as of a moment shows all writes. */
    boolean isOn(Node replica, long freshAsOf) {
        if (!wrote || freshAsOf - last > 0) {
            return true;
        }
        CapturedWrite known = all();
        return known != null && known.isOn(replica);
    }

    static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
