package io.cloakroom.cache;

import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What loads must at least have seen, as far as it was required in this process. A shared tier remembers it too, for
 * all instances; this memory is for loads that the shared tier tells nothing, because there is none or it does not
 * answer.
 *
 * <p>Bounded: what does not fit is required of the loads of all keys. That asks more than it need to, never too little.
 */
final class Positions {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());

    /** Longer than any replica should lag. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private static final int MOST_CELLS = 10_000;
    private static final int LONGEST = 1_000;

    private final Comparator<String> order;
    private final Cache<Object, String> ofCell;
    private final AtomicReference<@Nullable Floor> floor = new AtomicReference<>();

    /** What is required of all loads, since it was required of one whose cell is no longer remembered. */
    private record Floor(String position, long since) {

        boolean isOver() {
            return System.nanoTime() - since > LIFE.toNanos();
        }
    }

    Positions(Comparator<String> order) {
        this(order, MOST_CELLS);
    }

    Positions(Comparator<String> order, int mostCells) {
        this.order = order;
        this.ofCell = Caffeine.newBuilder()
                .expireAfterWrite(LIFE)
                .maximumSize(mostCells)
                .<Object, String>evictionListener((cell, position, cause) -> {
                    if (position != null && cause == RemovalCause.SIZE) {
                        raiseFloor(position);
                    }
                })
                .build();
    }

    /** Requires later loads of a cell to have seen a position; {@code null} requires nothing more than before. */
    void require(Object cell, @Nullable String position) {
        if (position != null) {
            ofCell.asMap().merge(cell, position, this::later);
        }
    }

    /** The greatest position that loads of a cell must have seen, or {@code null}. */
    @Nullable String of(Object cell) {
        return of(cell, List.of());
    }

    /** The greatest of what is known here about a cell and of what the shared tier has told. */
    @Nullable String of(Object cell, Collection<String> told) {
        return greatest(Stream.concat(Stream.of(cell).map(ofCell::getIfPresent), told.stream()));
    }

    /** The greatest position that one load of many cells must have seen, or {@code null}. */
    @Nullable String ofAll(Collection<?> cells) {
        return greatest(cells.stream().map(ofCell::getIfPresent));
    }

    /** The greater of two positions, of which {@code null} is the least; the second if nobody can tell. */
    @Nullable String greater(@Nullable String older, @Nullable String newer) {
        if (older == null || newer == null) {
            return older == null ? newer : older;
        }
        return later(older, newer);
    }

    /**
     * Checks a position that an application has given.
     *
     * @throws IllegalArgumentException if it is too long or has a line break
     */
    static String checked(String position) {
        if (position.length() > LONGEST || position.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("position must have at most " + LONGEST
                    + " characters and no line break: " + position.length() + " characters");
        }
        return position;
    }

    private @Nullable String greatest(Stream<@Nullable String> positions) {
        Floor lowest = floor.get();
        String common = lowest == null || lowest.isOver() ? null : lowest.position;
        return Stream.concat(Stream.ofNullable(common), positions.filter(Objects::nonNull))
                .reduce(this::later)
                .orElse(null);
    }

    private void raiseFloor(String position) {
        long now = System.nanoTime();
        floor.updateAndGet(present ->
                new Floor(present == null || present.isOver() ? position : later(present.position, position), now));
    }

    // a comparator that does not understand a position must not keep anybody from invalidating or loading
    private String later(String older, String newer) {
        try {
            return order.compare(older, newer) > 0 ? older : newer;
        } catch (RuntimeException e) {
            log.log(WARNING, "The comparator of positions threw; the later position counts", e);
            return newer;
        }
    }
}
