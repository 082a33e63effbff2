package io.cloakroom.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what a cache does. */
final class Recorder {

    enum Event {
        LOCAL_HIT,
        JOINED,
        SHARED_HIT,
        SHARED_MISS,
        UNREADABLE,
        SHARED_FAILURE,
        LEASE_WAIT,
        FENCED,
        LOADED,
        LOAD_FAILED,
        UNCOORDINATED,
        INVALIDATED,
        UNCONFIRMED
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
    private final LongAdder loadNanos = new LongAdder();

    Recorder() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    void count(Event event) {
        adder(event).increment();
    }

    void count(Event event, int times) {
        adder(event).add(times);
    }

    /** Runs a loader. */
    <K, V> @Nullable V load(CacheLoader<? super K, ? extends V> loader, K key) throws Exception {
        long start = System.nanoTime();
        Event ended = Event.LOAD_FAILED;
        try {
            V value = loader.load(key);
            ended = Event.LOADED;
            return value;
        } finally {
            loadNanos.add(System.nanoTime() - start);
            count(ended);
        }
    }

    CacheStatistics statistics(boolean on, long size) {
        return new CacheStatistics(
                new CacheStatistics.Local(on, size, sum(Event.LOCAL_HIT), sum(Event.JOINED)),
                new CacheStatistics.Shared(
                        sum(Event.SHARED_HIT),
                        sum(Event.SHARED_MISS),
                        sum(Event.UNREADABLE),
                        sum(Event.SHARED_FAILURE),
                        sum(Event.LEASE_WAIT),
                        sum(Event.FENCED)),
                new CacheStatistics.Loads(
                        sum(Event.LOADED),
                        sum(Event.LOAD_FAILED),
                        sum(Event.UNCOORDINATED),
                        Duration.ofNanos(loadNanos.sum())),
                sum(Event.INVALIDATED),
                sum(Event.UNCONFIRMED));
    }

    private long sum(Event event) {
        return adder(event).sum();
    }

    @SuppressWarnings("NullAway") // the constructor put an adder for each event
    private LongAdder adder(Event event) {
        return counts.get(event);
    }
}
