package io.cloakroom.session.tck;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The plainest store with every capability: looks through all sessions, under the one lock. */
class IndexedMapStore extends MapSessionStore implements SessionLimit, ExpiryEvents {

    private static final long CLAIM_MILLIS = 2;

    final InstantSource clock;
    private final Map<String, Map<StoreKey, Instant>> reservations = new HashMap<>();
    private static final String CLAIMER = "map store claims";

    private final Set<ScheduledExecutorService> claimers = ConcurrentHashMap.newKeySet();

    IndexedMapStore(InstantSource clock) {
        super(clock);
        this.clock = clock;
    }

    @Override
    public List<OwnedSession> findByPrincipal(String principal) {
        return owned().stream()
                .filter(session -> session.owner().principal().equals(principal))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** Returns every live session that somebody owns. */
    final List<OwnedSession> owned() {
        List<OwnedSession> owned = new ArrayList<>();
        records().forEach((key, record) -> {
            SessionMetadata metadata = record.metadata();
            if (metadata.owner() != null && !isOver(metadata, clock.instant())) {
                owned.add(new OwnedSession(key, metadata));
            }
        });
        return owned;
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        return atomically(() -> {
            boolean created = super.create(key, record);
            settle(key);
            return created;
        });
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return atomically(() -> {
            ChangeOutcome outcome = super.save(key, changes);
            settle(key);
            return outcome;
        });
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        return atomically(() -> {
            ChangeOutcome outcome = super.changeId(from, to, changes);
            settle(to);
            return outcome;
        });
    }

    /** A session that has an owner has taken the place that was reserved for it. */
    void settle(StoreKey key) {
        SessionRecord record = records().get(key);
        SessionOwner owner = record == null ? null : record.metadata().owner();
        if (owner != null) {
            reservationsOf(owner.principal()).remove(key);
        }
    }

    @Override
    public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        if (max < 1 || lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalArgumentException("max and lifetime must be more than zero");
        }
        return atomically(() -> {
            Set<StoreKey> others = holders(principal);
            others.remove(key);
            if (others.size() >= max) {
                return false;
            }
            reservationsOf(principal).put(key, clock.instant().plus(lifetime));
            return true;
        });
    }

    /** Returns the keys that have a place. */
    final Set<StoreKey> holders(String principal) {
        Map<StoreKey, Instant> reserved = reservationsOf(principal);
        reserved.values().removeIf(end -> !clock.instant().isBefore(end));
        Set<StoreKey> holders = new HashSet<>(reserved.keySet());
        findByPrincipal(principal).forEach(session -> holders.add(session.key()));
        return holders;
    }

    final Map<StoreKey, Instant> reservationsOf(String principal) {
        return requireNonNull(reservations.computeIfAbsent(principal, name -> new HashMap<>()));
    }

    @Override
    public Subscription onExpiry(ExpiryListener listener) {
        ScheduledExecutorService claimer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, CLAIMER);
            thread.setDaemon(true);
            return thread;
        });
        claimers.add(claimer);
        Future<?> claiming =
                claimer.scheduleWithFixedDelay(() -> claim(claimer, listener), 0, CLAIM_MILLIS, TimeUnit.MILLISECONDS);
        return () -> {
            claiming.cancel(false);
            end(claimer);
        };
    }

    /** Waits until what has been claimed is told, unless it is the listener that closes. */
    private static void end(ScheduledExecutorService claimer) {
        claimer.shutdown();
        if (Thread.currentThread().getName().equals(CLAIMER)) {
            return;
        }
        try {
            claimer.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void claim(ExecutorService claimer, ExpiryListener listener) {
        Map<StoreKey, SessionRecord> due;
        do {
            due = claimed();
            due.forEach((key, record) -> {
                if (!claimer.isShutdown()) {
                    tell(listener, key, record);
                }
            });
        } while (!due.isEmpty() && !claimer.isShutdown());
    }

    private void tell(ExpiryListener listener, StoreKey key, SessionRecord record) {
        try {
            listener.expired(key, record);
        } catch (RuntimeException e) {
            System.getLogger(getClass().getName()).log(System.Logger.Level.DEBUG, "a listener failed", e);
        }
    }

    /** Takes away one session that has expired, so that nothing is lost if the listener leaves. */
    Map<StoreKey, SessionRecord> claimed() {
        return atomically(() -> {
            Map<StoreKey, SessionRecord> due = due();
            due.keySet().retainAll(due.keySet().stream().limit(1).toList());
            due.keySet().forEach(this::forget);
            return due;
        });
    }

    final Map<StoreKey, SessionRecord> due() {
        Map<StoreKey, SessionRecord> due = records();
        due.values().removeIf(record -> !record.metadata().isExpiredAt(clock.instant()));
        return due;
    }

    @Override
    public void close() {
        claimers.forEach(IndexedMapStore::end);
    }
}
