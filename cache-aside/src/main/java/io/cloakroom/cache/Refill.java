package io.cloakroom.cache;

import static io.cloakroom.cache.tier.SharedSpace.NO_EPOCH;

import io.cloakroom.cache.Recorder.Event;
import io.cloakroom.cache.tier.CommitAnswer;
import io.cloakroom.cache.tier.Lifetime;
import io.cloakroom.cache.tier.SharedEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a search does that was granted the lease: notes the stamps, loads, and commits what was loaded. */
final class Refill<K, V> {

    private final SharedSearch<K, V> search;
    private final SharedRoute<K, V> route;
    private final Flight<V> flight;
    private final UUID token;
    private final LoadOrder order;
    private int beforeLoad;
    private long start;

    Refill(SharedSearch<K, V> search, Flight<V> flight, UUID token, List<String> positions) {
        this.search = search;
        this.route = search.route;
        this.flight = flight;
        this.token = token;
        this.order = new LoadOrder(route.terms.leaseTime(), route.positions.of(search.cell, positions));
    }

    void begin() {
        search.ask(route.tags.marks(route.space), this::load, () -> {
            giveBack(Duration.ZERO);
            search.loadUncoordinated();
        });
    }

    private void load(Map<String, UUID> marks) {
        beforeLoad = flight.takeEvidence();
        start = System.nanoTime();
        search.load(order, (value, failure) -> {
            if (failure == null) {
                orFail(() -> onLoaded(value, marks));
            } else {
                fail(failure);
            }
        });
    }

    // the tagger of the application may throw, and its codec
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            fail(failure);
        }
    }

    private void fail(Throwable failure) {
        giveBack(route.terms.backOff());
        search.fail(failure);
    }

    private void onLoaded(@Nullable V value, Map<String, UUID> marks) {
        Duration loadTime = Duration.ofNanos(System.nanoTime() - start);
        Lifetime lifetime = route.ageing.lifetime(value == null, order);
        if (lifetime == null) {
            passOn(value);
            return;
        }
        int asOf = flight.takeEvidence(); // what follows proves that until here nothing was invalidated
        Set<String> tags = value == null ? Set.of() : route.tags.of(search.key, value);
        search.ask(
                route.tags.stamps(route.space, tags, marks),
                stamps -> orFail(() -> {
                    SharedEntry entry = stamps == null ? null : route.shelf.pack(value, loadTime, stamps);
                    if (stamps == null) {
                        route.recorder.count(Event.FENCED);
                    }
                    if (entry == null) {
                        passOn(value);
                    } else {
                        commit(value, entry, lifetime, asOf);
                    }
                }),
                () -> passOn(value));
    }

    // not on the executor: what is kept must be in the map before a later report of the tier is handled
    private void commit(@Nullable V value, SharedEntry entry, Lifetime lifetime, int asOf) {
        boolean tracked = flight.epoch() != NO_EPOCH;
        long sent = System.nanoTime();
        route.space.commit(search.cell, token, entry, lifetime, tracked).whenComplete((answer, failure) -> {
            if (failure == null && answer instanceof CommitAnswer.Stored stored) {
                long nanos = route.ageing.timeToLive().localNanos(lifetime.fresh()) - (System.nanoTime() - sent);
                onStored(value, entry, stored.epoch(), nanos, asOf);
            } else {
                route.recorder.count(failure == null ? Event.FENCED : Event.SHARED_FAILURE);
                search.land(Outcome.passing(value, beforeLoad));
            }
        });
    }

    /** Keeps the value in process if the tier tracks it in the epoch of the flight. */
    private void onStored(@Nullable V value, SharedEntry entry, long epoch, long nanos, int asOf) {
        if (search.isBackground()) {
            route.recorder.count(Event.REFRESHED);
        }
        // a commit says nothing about tags: if one may have been invalidated, only the load itself is evidence
        int evidence = route.space.areCurrent(entry.stamps()) ? asOf : beforeLoad;
        boolean tracked = epoch != NO_EPOCH && epoch == flight.epoch();
        search.land(
                tracked
                        ? Outcome.kept(value, evidence, nanos, nanos, entry.stamps())
                        : Outcome.passing(value, evidence));
    }

    private void passOn(@Nullable V value) {
        giveBack(Duration.ZERO);
        search.land(Outcome.passing(value, beforeLoad));
    }

    private void giveBack(Duration backOff) {
        search.giveBack(token, backOff);
    }
}
