package io.cloakroom.cache;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * One caller's search in a cache with a shared tier, up to the moment when it has found a value or may load one; what
 * follows then is a Refill.
 *
 * While the local tier is on, the search boards the flight of its key first and then reads: the flight in the map is the
 * marker that makes a change, reported after the read was sent, keep the value out of the local tier. While it is off,
 * nobody reports changes, so each search reads for itself and boards on a miss only: a value that another thread has read
 * may be older than an invalidation that returned before this search began.
 *
 * Who may have what a flight has found? A commit that succeeds proves that no invalidation came between lease and commit,
 * so the value is right for all who joined before the commit was sent. If it is refused, or nobody knows, the value is
 * right for those who joined before the loader started, since the loader has seen all that was written before. The others
 * search again. A value that is kept is right for everybody, as long as it is kept.
 *
 * The steps follow each other, each on the executor of the caller or on the tier's I/O thread, so the fields need no lock.
 */
final class SharedSearch<K, V> {

    private static final int SHARED_TRIES = 3;
    private static final int UNREADABLE_TRIES = 3;

    final SharedRoute<K, V> route;
    final K key;
    final String cell;
    final Supply<K, V> supply;
    private final CacheLoader<? super K, ? extends V> loader;
    private final Executor executor;
    private final CompletableFuture<Outcome<V>> result = new CompletableFuture<>();
    private int tries;
    private int unusableTries;
    private boolean hasDecided;
    private boolean isBackground;
    private Seen seen = Seen.nothing();
    private @Nullable Flight<V> flight;
    private @Nullable Lease lease;
    private List<String> required = List.of();
    private @Nullable Outcome<V> stale;

    /** The wish for a lease, granted or not. */
    record Lease(UUID token, Patience patience) {}

    SharedSearch(
            SharedRoute<K, V> route,
            K key,
            String cell,
            CacheLoader<? super K, ? extends V> loader,
            Supply<K, V> supply,
            Executor executor) {
        this.route = route;
        this.key = key;
        this.cell = cell;
        this.loader = loader;
        this.supply = supply;
        this.executor = executor;
    }

    CompletableFuture<Outcome<V>> begin() {
        guarded(this::approach);
        return result;
    }

    /** Loads what was found stale anew; does nothing if somebody else does. */
    CompletableFuture<Outcome<V>> refresh(Seen stale) {
        isBackground = true;
        seen = stale;
        flight = privateFlight();
        guarded(() -> aboard(this::lease));
        return result;
    }

    private void approach() {
        if (route.invalidations.isDoubtful(cell)) {
            aboard(boarded -> loadUncoordinated());
        } else if (++tries > SHARED_TRIES) {
            flight = privateFlight(); // one invalidation after the other comes in
            read();
        } else if (route.local.isOn(cell)) {
            board(boarded -> read());
        } else {
            read();
        }
    }

    /** A flight that nobody joins. */
    private static <V> Flight<V> privateFlight() {
        return new Flight<>(SharedSpace.NO_EPOCH);
    }

    private void board(Consumer<Flight<V>> next) {
        var mine = new Flight<V>(route.local.epoch(cell));
        Flight<V> joined = route.local.join(cell, mine);
        if (joined == mine) {
            flight = mine;
            next.accept(mine);
        } else {
            follow(joined);
        }
    }

    private void follow(Flight<V> other) {
        int joinedAt = other.evidence();
        route.recorder.count(Event.JOINED);
        decided();
        serveStaleLater(() -> offerOf(other));
        ask(
                other,
                outcome -> {
                    if (joinedAt < outcome.asOf() || (outcome.isKept() && route.local.areCurrent(outcome))) {
                        result.complete(outcome);
                    } else {
                        approach();
                    }
                },
                this::loadUncoordinated); // not reached: a flight does not fail
    }

    /* As long as the flight is there, no change of the key was reported since the stale value was read; tags are reported
     * by themselves. */
    private @Nullable Outcome<V> offerOf(Flight<V> other) {
        Outcome<V> offered = route.local.holds(cell, other) ? other.offered() : null;
        return offered != null && route.local.areCurrent(offered) ? offered : null;
    }

    private void read() {
        boolean tracked = flight != null && flight.epoch() != SharedSpace.NO_EPOCH;
        int asOf = flight == null ? Outcome.ANYBODY : flight.takeEvidence();
        ask(supply.read(cell, tracked), reading -> onReading(reading, asOf), this::loadUncoordinated);
    }

    private void onReading(Reading reading, int asOf) {
        Shelf.Item<V> item = route.shelf.unpack(reading);
        if (item != null && (item.isFresh() || route.ageing.servesStale(item.timeLeft()))) {
            serve(item, reading, asOf);
            return;
        }
        route.recorder.count(Event.SHARED_MISS);
        if (item != null && route.ageing.servesOnError(item.timeLeft())) {
            haveStale(item, flight == null ? 0 : asOf);
        }
        seen = reading.seen();
        aboard(this::lease);
    }

    private void serve(Shelf.Item<V> item, Reading reading, int asOf) {
        route.recorder.count(Event.SHARED_HIT);
        if (item.value() == null) {
            route.recorder.count(Event.ABSENT_HIT);
        }
        if (!item.isFresh()) {
            route.recorder.count(Event.STALE_HIT);
            route.refresh(key, cell, loader, reading);
            land(Outcome.passing(item.value(), asOf));
            return;
        }
        if (route.ageing.isDueEarly(item.timeLeft(), item.loadTime())) {
            route.refresh(key, cell, loader, reading);
        }
        long nanos = route.ageing.timeToLive().localNanos(item.timeLeft());
        boolean tracked = flight != null && item.epoch() != SharedSpace.NO_EPOCH && item.epoch() == flight.epoch();
        land(
                tracked
                        ? Outcome.kept(item.value(), asOf, nanos, nanos, item.stamps())
                        : Outcome.passing(item.value(), asOf));
    }

    private void haveStale(Shelf.Item<V> item, int asOf) {
        Outcome<V> outcome = Outcome.stale(item.value(), asOf, item.stamps());
        boolean isFirst = stale == null;
        stale = outcome;
        if (flight != null) {
            flight.offer(outcome);
        }
        if (isFirst) {
            serveStaleLater(() -> outcome);
        }
    }

    private void serveStaleLater(Supplier<@Nullable Outcome<V>> offer) {
        Duration after = route.terms.staleAfter();
        if (after == null) {
            return;
        }
        delayedExecutor(after.toMillis(), MILLISECONDS, executor).execute(() -> {
            Outcome<V> outcome = offer.get();
            if (outcome != null && result.complete(outcome)) {
                route.recorder.count(Event.SAVED_BY_STALE);
            }
        });
    }

    private void lease(Flight<V> boarded) {
        if (lease == null) {
            lease = new Lease(UUID.randomUUID(), new Patience(route.terms.leaseTime()));
        }
        Lease wish = lease;
        int asOf = boarded.takeEvidence();
        ask(
                route.space.lease(cell, wish.token, route.terms.leaseTime(), seen),
                answer -> onLease(boarded, wish, asOf, answer),
                () -> {
                    giveBack(wish.token, Duration.ZERO); // perhaps it was granted, and the answer came too late
                    loadUncoordinated();
                });
    }

    /** Gives a lease back. Nobody waits for that: if it is lost, the lease runs out. */
    void giveBack(UUID token, Duration backOff) {
        var unused = route.space.release(cell, token, backOff);
    }

    private void onLease(Flight<V> boarded, Lease wish, int asOf, LeaseAnswer answer) {
        if (answer instanceof LeaseAnswer.Filled filled) {
            onFilled(filled.reading(), asOf);
        } else if (answer instanceof LeaseAnswer.Busy busy) {
            onBusy(wish, busy);
        } else if (answer instanceof LeaseAnswer.BackedOff off) {
            fail(new NoLoadException(
                    "a load of the same key has failed; the next one may begin in " + off.remaining()));
        } else if (answer instanceof LeaseAnswer.Granted granted) {
            new Refill<>(this, boarded, wish.token, granted.positions()).begin();
        }
    }

    private void onFilled(Reading reading, int asOf) {
        Shelf.Item<V> item = route.shelf.unpack(reading);
        if (item != null && (item.isFresh() || route.ageing.servesStale(item.timeLeft()))) {
            route.recorder.count(Event.SHARED_HIT);
            land(Outcome.passing(item.value(), asOf));
            return;
        }
        route.recorder.count(Event.SHARED_MISS);
        if (++unusableTries > UNREADABLE_TRIES) {
            loadUncoordinated();
        } else {
            seen = reading.seen();
            aboard(this::lease);
        }
    }

    private void onBusy(Lease wish, LeaseAnswer.Busy busy) {
        decided();
        required = busy.positions();
        if (isBackground) {
            land(Outcome.passing(null, 0)); // nobody waits for it
        } else if (wish.patience.isOver()) {
            loadUncoordinated();
        } else {
            route.recorder.count(Event.LEASE_WAIT);
            delayedExecutor(wish.patience.nextPause(busy.remaining()), MILLISECONDS, executor)
                    .execute(() -> guarded(() -> aboard(this::lease)));
        }
    }

    /** Loads for those who have already joined, and keeps nothing. */
    void loadUncoordinated() {
        if (isBackground) {
            land(Outcome.passing(null, 0));
            return;
        }
        route.recorder.count(Event.UNCOORDINATED);
        aboard(boarded -> {
            int asOf = boarded.takeEvidence();
            load(new LoadOrder(route.terms.leaseTime(), route.positions.of(cell, required)), (value, failure) -> {
                if (failure == null) {
                    land(Outcome.passing(value, asOf));
                } else {
                    fail(failure);
                }
            });
        });
    }

    void load(LoadOrder order, Supply.Callback<V> callback) {
        supply.load(key, order, (value, failure) -> guarded(() -> callback.loaded(value, failure)));
        decided();
    }

    /** Ends the search with a stale value, if there is one, or with the failure. */
    void fail(Throwable failure) {
        if (stale == null) {
            land(Outcome.failed(failure));
        } else {
            route.recorder.count(Event.SAVED_BY_STALE);
            land(stale);
        }
    }

    void land(Outcome<V> outcome) {
        if (flight != null) {
            route.local.land(cell, flight, outcome);
        }
        result.complete(outcome);
        decided();
    }

    boolean isBackground() {
        return isBackground;
    }

    /** Goes on with the flight, boarding it first where that has not happened yet. */
    private void aboard(Consumer<Flight<V>> next) {
        if (flight == null) {
            board(next);
        } else {
            next.accept(flight);
        }
    }

    private void decided() {
        if (!hasDecided) {
            hasDecided = true;
            supply.decided();
        }
    }

    <T> void ask(CompletionStage<T> answer, Consumer<T> next, Runnable unavailable) {
        answer.whenCompleteAsync(
                (given, failure) -> guarded(() -> {
                    if (failure == null) {
                        next.accept(given);
                    } else {
                        route.recorder.count(Event.SHARED_FAILURE);
                        unavailable.run();
                    }
                }),
                executor);
    }

    // a search must end, or its callers and those of its flight would wait for ever
    void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            land(Outcome.failed(failure));
        }
    }
}
