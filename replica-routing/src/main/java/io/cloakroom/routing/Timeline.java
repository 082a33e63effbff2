package io.cloakroom.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which position the primary had at which moment. A moment is noted before the primary is asked, so a replica that
 * covers the position has everything that was committed before the moment, whatever the clocks of the servers say.
 *
 * <p>Written by one thread at a time, read by the others without a lock.
 */
final class Timeline {

    private static final int CAPACITY = 256;

    private volatile List<Mark> marks = List.of();

    /** Notes a position; called with growing moments. */
    void add(long asOf, ReplicationPosition position) {
        List<Mark> next = new ArrayList<>(marks);
        if (!next.isEmpty() && next.get(next.size() - 1).position().equals(position)) {
            // nothing was written since: who covers the position is fresh as of the later moment
            next.remove(next.size() - 1);
        }
        next.add(new Mark(asOf, position));
        marks = List.copyOf(next.size() > CAPACITY ? thinned(next) : next);
    }

    /** Forgets everything: the positions of another primary are to follow. */
    void clear() {
        marks = List.of();
    }

    /** Returns the newest position that covers all that had returned at a moment, if the primary was asked since. */
    Optional<ReplicationPosition> positionSince(long moment) {
        List<Mark> known = marks;
        if (known.isEmpty() || known.get(known.size() - 1).asOf() - moment <= 0) {
            return Optional.empty();
        }
        return Optional.of(known.get(known.size() - 1).position());
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

    /**
     * Drops the mark that is missed least: the one whose neighbours are closest together, measured by its age. The past
     * gets coarser in proportion to its age, never wrong, and any lag stays measurable.
     */
    private static List<Mark> thinned(List<Mark> marks) {
        long newest = marks.get(marks.size() - 1).asOf();
        int least = 1;
        double leastGap = Double.MAX_VALUE;
        for (int i = 1; i < marks.size() - 1; i++) {
            double gap = marks.get(i + 1).asOf() - marks.get(i - 1).asOf();
            double relative = gap / (newest - marks.get(i).asOf());
            if (relative < leastGap) {
                least = i;
                leastGap = relative;
            }
        }
        marks.remove(least);
        return marks;
    }

    private record Mark(long asOf, ReplicationPosition position) {}
}
