package io.cloakroom.cache;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.CommitAnswer;
import io.cloakroom.cache.tier.LeaseAnswer;
import io.cloakroom.cache.tier.Reading;
import io.cloakroom.cache.tier.Seen;
import io.cloakroom.cache.tier.SharedEntry;
import io.cloakroom.cache.tier.SharedSpace;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * One caller's search in a cache with a shared tier.
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

    private final SharedRoute<K, V> route;
    private final K key;
    private final String cell;
    private final CacheLoader<? super K, ? extends V> loader;
    private final Executor executor;
    private final CompletableFuture<Outcome<V>> result = new CompletableFuture<>();
    private int tries;
    private int unreadableTries;
    private Seen seen = Seen.nothing();
    private @Nullable Flight<V> flight;
    private @Nullable Lease lease;

    /** The wish for a lease, granted or not. */
    private record Lease(UUID token, Patience patience) {}

    SharedSearch(
            SharedRoute<K, V> route,
            K key,
            String cell,
            CacheLoader<? super K, ? extends V> loader,
            Executor executor) {
        this.route = route;
        this.key = key;
        this.cell = cell;
        this.loader = loader;
        this.executor = executor;
    }

    CompletableFuture<Outcome<V>> begin() {
        guarded(this::approach);
        return result;
    }

    private void approach() {
        if (++tries > SHARED_TRIES) {
            flight = new Flight<>(SharedSpace.NO_EPOCH); // joined by nobody: one invalidation after the other comes in
            read();
        } else if (route.local.isOn()) {
            board(this::read);
        } else {
            read();
        }
    }

    private void board(Consumer<Flight<V>> next) {
        var mine = new Flight<V>(route.local.epoch());
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
        ask(
                other,
                outcome -> {
                    if (joinedAt < outcome.asOf() || outcome.isKept()) {
                        result.complete(outcome);
                    } else {
                        approach();
                    }
                },
                this::loadUncoordinated); // not reached: a flight does not fail
    }

    private void read(Flight<V> boarded) {
        read();
    }

    private void read() {
        boolean tracked = flight != null && flight.epoch() != SharedSpace.NO_EPOCH;
        int asOf = flight == null ? Outcome.ANYBODY : flight.takeEvidence();
        ask(route.space.read(cell, tracked), reading -> onReading(reading, asOf), this::loadUncoordinated);
    }

    private void onReading(Reading reading, int asOf) {
        V value = route.shelf.unpack(reading);
        if (value == null) {
            seen = seen(reading);
            aboard(this::lease);
        } else {
            Reading.Found found = (Reading.Found) reading;
            land(keep(value, found.epoch(), route.timeToLive.localNanos(found.timeLeft()), asOf));
        }
    }

    private void lease(Flight<V> boarded) {
        if (lease == null) {
            lease = new Lease(UUID.randomUUID(), new Patience(route.leaseTime));
        }
        Lease wish = lease;
        int asOf = boarded.takeEvidence();
        ask(
                route.space.lease(cell, wish.token, route.leaseTime, seen),
                answer -> onLease(boarded, wish, asOf, answer),
                () -> {
                    route.space.release(cell, wish.token); // it may have been granted
                    loadUncoordinated();
                });
    }

    private void onLease(Flight<V> boarded, Lease wish, int asOf, LeaseAnswer answer) {
        if (answer instanceof LeaseAnswer.Filled filled) {
            onFilled(filled.reading(), asOf);
        } else if (answer instanceof LeaseAnswer.Busy busy) {
            onBusy(wish, busy);
        } else {
            load(boarded, wish);
        }
    }

    private void onFilled(Reading reading, int asOf) {
        V value = route.shelf.unpack(reading);
        if (value != null) {
            land(Outcome.passing(value, asOf));
        } else if (++unreadableTries > UNREADABLE_TRIES) {
            loadUncoordinated();
        } else {
            seen = seen(reading);
            aboard(this::lease);
        }
    }

    private void onBusy(Lease wish, LeaseAnswer.Busy busy) {
        if (wish.patience.isOver()) {
            loadUncoordinated();
            return;
        }
        route.recorder.count(Event.LEASE_WAIT);
        delayedExecutor(wish.patience.nextPause(busy.remaining()), MILLISECONDS, executor)
                .execute(() -> guarded(() -> aboard(this::lease)));
    }

    private void loadUncoordinated() {
        route.recorder.count(Event.UNCOORDINATED);
        aboard(boarded -> {
            int asOf = boarded.takeEvidence();
            try {
                land(Outcome.passing(route.recorder.<K, V>load(loader, key), asOf));
            } catch (Throwable failure) {
                land(Outcome.failed(failure));
            }
        });
    }

    private void load(Flight<V> boarded, Lease granted) {
        int asOf = boarded.takeEvidence();
        long start = System.nanoTime();
        V value;
        try {
            value = route.recorder.<K, V>load(loader, key);
        } catch (Throwable failure) {
            route.space.release(cell, granted.token);
            land(Outcome.failed(failure));
            return;
        }
        Duration loadTime = Duration.ofNanos(System.nanoTime() - start);
        SharedEntry entry = value == null ? null : route.shelf.pack(value, loadTime);
        if (value == null || entry == null) {
            route.space.release(cell, granted.token);
            land(Outcome.passing(value, asOf));
        } else {
            commit(boarded, granted, value, entry, asOf);
        }
    }

    // not on the executor: what is kept must be in the map before a later report of the tier is handled
    private void commit(Flight<V> boarded, Lease granted, V value, SharedEntry entry, int loadedAsOf) {
        boolean tracked = boarded.epoch() != SharedSpace.NO_EPOCH;
        Duration timeToLive = route.timeToLive.next();
        int asOf = boarded.takeEvidence();
        long sent = System.nanoTime();
        route.space.commit(cell, granted.token, entry, timeToLive, tracked).whenComplete((answer, failure) -> {
            if (failure == null && answer instanceof CommitAnswer.Stored stored) {
                long nanos = route.timeToLive.localNanos(timeToLive) - (System.nanoTime() - sent);
                land(keep(value, stored.epoch(), nanos, asOf));
            } else {
                route.recorder.count(failure == null ? Event.FENCED : Event.SHARED_FAILURE);
                land(Outcome.passing(value, loadedAsOf));
            }
        });
    }

    /** Keeps the value in process if the tier tracks it in the epoch of the flight. */
    private Outcome<V> keep(V value, long epoch, long nanos, int asOf) {
        boolean tracked = flight != null && epoch != SharedSpace.NO_EPOCH && epoch == flight.epoch();
        return tracked ? Outcome.kept(value, nanos) : Outcome.passing(value, asOf);
    }

    private void land(Outcome<V> outcome) {
        if (flight != null) {
            route.local.land(cell, flight, outcome);
        }
        result.complete(outcome);
    }

    /** Goes on with the flight, boarding it first where that has not happened yet. */
    private void aboard(Consumer<Flight<V>> next) {
        if (flight == null) {
            board(next);
        } else {
            next.accept(flight);
        }
    }

    private static Seen seen(Reading reading) {
        if (reading instanceof Reading.Found found) {
            return found.seen();
        }
        return reading instanceof Reading.Unreadable unreadable ? unreadable.seen() : Seen.nothing();
    }

    private <T> void ask(CompletionStage<T> answer, Consumer<T> next, Runnable unavailable) {
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
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            land(Outcome.failed(failure));
        }
    }
}
