package io.cloakroom.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which position the primary had at which moment. A moment is noted before the primary is asked, so a replica that
 * covers the position has everything that was committed before the moment, whatever the clocks of the servers say.
 *
 * <p>Written by the primary's poller only, read by the others without a lock.
 */
final class Timeline {

    private static final int CAPACITY = 256;

    private volatile List<Mark> marks = List.of();

    /** Notes a position; called with growing moments by one thread. */
    void add(long asOf, ReplicationPosition position) {
        List<Mark> next = new ArrayList<>(marks);
        if (!next.isEmpty() && next.get(next.size() - 1).position().equals(position)) {
            // nothing was written since: who covers the position is fresh as of the later moment
            next.remove(next.size() - 1);
        }
        next.add(new Mark(asOf, position));
        marks = List.copyOf(next.size() > CAPACITY ? thinned(next) : next);
    }

    /** Returns the latest moment as of which a replica that has applied a position is complete. */
    OptionalLong freshAsOf(ReplicationPosition applied) {
        List<Mark> known = marks;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (applied.covers(known.get(i).position())) {
                return OptionalLong.of(known.get(i).asOf());
            }
        }
        return OptionalLong.empty();
    }

    /** Drops every second mark of the older half: the past gets coarser, never wrong, and any lag stays measurable. */
    private static List<Mark> thinned(List<Mark> marks) {
        List<Mark> kept = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            if (i % 2 == 0 || i > marks.size() / 2) {
                kept.add(marks.get(i));
            }
        }
        return kept;
    }

    private record Mark(long asOf, ReplicationPosition position) {}
}
