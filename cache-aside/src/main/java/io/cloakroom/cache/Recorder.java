package io.cloakroom.cache;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a cache does, and tells who wants to know. */
final class Recorder {

    private static final System.Logger log = System.getLogger(CacheAside.class.getName());

    enum Event {
        LOCAL_HIT,
        JOINED,
        SHARED_HIT,
        SHARED_MISS,
        UNREADABLE,
        OUTDATED,
        SHARED_FAILURE,
        LEASE_WAIT,
        FENCED,
        LOADED,
        LOAD_FAILED,
        LOAD_REJECTED,
        UNCOORDINATED,
        ABSENT_HIT,
        STALE_HIT,
        REFRESHED,
        SAVED_BY_STALE,
        INVALIDATED,
        UNCONFIRMED,
        REDELIVERED
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
    private final LongAdder loadNanos = new LongAdder();
    private final CacheEvents events;

    Recorder(CacheEvents events) {
        this.events = events;
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

    void loaded(boolean succeeded, long nanos) {
        loadNanos.add(nanos);
        count(succeeded ? Event.LOADED : Event.LOAD_FAILED);
        tell(() -> events.loaded(succeeded, Duration.ofNanos(nanos)));
    }

    void invalidated(int confirmed, int unconfirmed, long nanos) {
        count(Event.INVALIDATED, confirmed);
        count(Event.UNCONFIRMED, unconfirmed);
        tell(() -> events.invalidated(confirmed, unconfirmed, Duration.ofNanos(nanos)));
    }

    void verified(boolean matched) {
        tell(() -> events.verified(matched));
    }

    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            log.log(System.Logger.Level.DEBUG, "Whoever hears the events of a cache threw", e);
        }
    }

    CacheStatistics statistics(boolean on, long size, boolean available, int waitingInvalidations) {
        return new CacheStatistics(
                new CacheStatistics.Local(on, size, sum(Event.LOCAL_HIT), sum(Event.JOINED)),
                new CacheStatistics.Shared(
                        available,
                        sum(Event.SHARED_HIT),
                        sum(Event.SHARED_MISS),
                        sum(Event.UNREADABLE),
                        sum(Event.OUTDATED),
                        sum(Event.SHARED_FAILURE),
                        sum(Event.LEASE_WAIT),
                        sum(Event.FENCED)),
                new CacheStatistics.Loads(
                        sum(Event.LOADED),
                        sum(Event.LOAD_FAILED),
                        sum(Event.LOAD_REJECTED),
                        sum(Event.UNCOORDINATED),
                        Duration.ofNanos(loadNanos.sum())),
                new CacheStatistics.Served(
                        sum(Event.ABSENT_HIT), sum(Event.STALE_HIT), sum(Event.REFRESHED), sum(Event.SAVED_BY_STALE)),
                new CacheStatistics.Invalidations(
                        sum(Event.INVALIDATED), sum(Event.UNCONFIRMED), waitingInvalidations, sum(Event.REDELIVERED)));
    }

    private long sum(Event event) {
        return adder(event).sum();
    }

    @SuppressWarnings("NullAway") // the constructor put an adder for each event
    private LongAdder adder(Event event) {
        return counts.get(event);
    }
}
