package io.cloakroom.session.tck;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Contracts over stores whose index, limit or expiry events have one fault each. */
final class FaultyCapabilities {

    private static final long ROUND_TRIP_NANOS = 3_000_000;

    private FaultyCapabilities() {}

    static final class Control extends FaultyStores.Faulty {
        Control() {
            super(IndexedMapStore::new);
        }
    }

    static final class ForgetsTheOwnerOnMoves extends FaultyStores.Faulty {
        ForgetsTheOwnerOnMoves() {
            super(clock -> new IndexedMapStore(clock) {
                private final Set<StoreKey> lost = ConcurrentHashMap.newKeySet();

                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
                    ChangeOutcome outcome = super.changeId(from, to, changes);
                    if (changes.owner() == null) {
                        lost.add(to);
                    }
                    return outcome;
                }

                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    return without(lost, super.findByPrincipal(principal));
                }
            });
        }
    }

    static final class FindsExpired extends FaultyStores.Faulty {
        FindsExpired() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    List<OwnedSession> found = new ArrayList<>(super.findByPrincipal(principal));
                    due().forEach((key, record) -> {
                        SessionOwner owner = record.metadata().owner();
                        if (owner != null && owner.principal().equals(principal)) {
                            found.add(new OwnedSession(key, record.metadata()));
                        }
                    });
                    return found;
                }
            });
        }
    }

    /** The entry of the index lives as long as the session was to live at first. */
    static final class ForgetsProlonged extends FaultyStores.Faulty {
        ForgetsProlonged() {
            super(clock -> new IndexedMapStore(clock) {
                private final Map<StoreKey, Instant> ends = new ConcurrentHashMap<>();

                @Override
                public boolean create(StoreKey key, SessionRecord record) {
                    ends.put(key, record.metadata().expiresAt());
                    return super.create(key, record);
                }

                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    List<OwnedSession> found = new ArrayList<>(super.findByPrincipal(principal));
                    found.removeIf(session -> !clock.instant().isBefore(ends.getOrDefault(session.key(), Instant.MAX)));
                    return found;
                }
            });
        }
    }

    static final class FindsWithoutCase extends FaultyStores.Faulty {
        FindsWithoutCase() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    return owned().stream()
                            .filter(session -> session.owner().principal().equalsIgnoreCase(principal))
                            .sorted(NEWEST_FIRST)
                            .toList();
                }
            });
        }
    }

    static final class FindsOldestFirst extends FaultyStores.Faulty {
        FindsOldestFirst() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    return super.findByPrincipal(principal).stream()
                            .sorted(NEWEST_FIRST.reversed())
                            .toList();
                }
            });
        }
    }

    static final class FindsOnePageOnly extends FaultyStores.Faulty {
        FindsOnePageOnly() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    return super.findByPrincipal(principal).stream().limit(100).toList();
                }
            });
        }
    }

    /** Reads the index first and the sessions after that, without a look at where they have moved. */
    static final class MissesWhatMoves extends FaultyStores.Faulty {
        MissesWhatMoves() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    List<OwnedSession> found = new ArrayList<>(super.findByPrincipal(principal));
                    LockSupport.parkNanos(ROUND_TRIP_NANOS);
                    found.removeIf(session -> !records().containsKey(session.key()));
                    return found;
                }
            });
        }
    }

    static final class KeepsDeletedSavedMeanwhile extends FaultyStores.Faulty {
        KeepsDeletedSavedMeanwhile() {
            super(clock -> new IndexedMapStore(clock) {
                private final Map<StoreKey, OwnedSession> index = new ConcurrentHashMap<>();

                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    ChangeOutcome outcome = super.save(key, changes);
                    SessionOwner owner = changes.owner();
                    if (owner != null && outcome instanceof Applied) {
                        LockSupport.parkNanos(ROUND_TRIP_NANOS);
                        index.put(key, new OwnedSession(key, metadata(owner, clock.instant())));
                    }
                    return outcome;
                }

                @Override
                public ChangeOutcome delete(StoreKey key, long generation) {
                    ChangeOutcome outcome = super.delete(key, generation);
                    index.remove(key);
                    return outcome;
                }

                @Override
                public List<OwnedSession> findByPrincipal(String principal) {
                    Map<StoreKey, OwnedSession> found = new HashMap<>();
                    index.values().stream()
                            .filter(session -> session.owner().principal().equals(principal))
                            .forEach(session -> found.put(session.key(), session));
                    super.findByPrincipal(principal).forEach(session -> found.put(session.key(), session));
                    return found.values().stream().sorted(NEWEST_FIRST).toList();
                }
            });
        }
    }

    static final class ReservesInSteps extends FaultyStores.Faulty {
        ReservesInSteps() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
                    Set<StoreKey> others = atomically(() -> holders(principal));
                    others.remove(key);
                    LockSupport.parkNanos(ROUND_TRIP_NANOS);
                    return others.size() < max && super.reserve(principal, key, Integer.MAX_VALUE, lifetime);
                }
            });
        }
    }

    static final class CountsSessionsOnly extends FaultyStores.Faulty {
        CountsSessionsOnly() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
                    atomically(() -> reservationsOf(principal).keySet().retainAll(Set.of()));
                    return super.reserve(principal, key, max, lifetime);
                }
            });
        }
    }

    static final class KeepsTheReservation extends FaultyStores.Faulty {
        KeepsTheReservation() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                void settle(StoreKey key) {}
            });
        }
    }

    static final class FreesThePlaceOnMoves extends FaultyStores.Faulty {
        FreesThePlaceOnMoves() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
                    SessionOwner owner = changes.owner();
                    if (owner != null) {
                        atomically(() -> reservationsOf(owner.principal()).remove(to) == null);
                    }
                    LockSupport.parkNanos(ROUND_TRIP_NANOS);
                    return super.changeId(from, to, changes);
                }
            });
        }
    }

    static final class ReservesForever extends FaultyStores.Faulty {
        ReservesForever() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
                    return super.reserve(principal, key, max, lifetime.plus(Duration.ofDays(1)));
                }
            });
        }
    }

    static final class TellsTwice extends FaultyStores.Faulty {
        TellsTwice() {
            super(clock -> new IndexedMapStore(clock) {
                private final Exchanger<Boolean> claimers = new Exchanger<>();

                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    Map<StoreKey, SessionRecord> due = due();
                    if (!due.isEmpty()) {
                        meetAnotherClaimer();
                    }
                    atomically(() -> {
                        due.keySet().forEach(this::forget);
                        return due;
                    });
                    return due;
                }

                private void meetAnotherClaimer() {
                    try {
                        claimers.exchange(true, 1, TimeUnit.SECONDS);
                    } catch (InterruptedException | TimeoutException e) {
                        // then nobody else has seen what is due
                    }
                }
            });
        }
    }

    static final class TellsDeleted extends FaultyStores.Faulty {
        TellsDeleted() {
            super(clock -> new IndexedMapStore(clock) {
                private final Map<StoreKey, SessionRecord> deleted = new ConcurrentHashMap<>();

                @Override
                public ChangeOutcome delete(StoreKey key, long generation) {
                    SessionRecord record = records().get(key);
                    if (record != null) {
                        deleted.put(key, record);
                    }
                    return super.delete(key, generation);
                }

                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    Map<StoreKey, SessionRecord> due = new HashMap<>(super.claimed());
                    for (StoreKey key : List.copyOf(deleted.keySet())) {
                        SessionRecord record = deleted.remove(key);
                        if (record != null) {
                            due.put(key, record);
                        }
                    }
                    return due;
                }
            });
        }
    }

    static final class TellsTheOldKey extends FaultyStores.Faulty {
        TellsTheOldKey() {
            super(clock -> new IndexedMapStore(clock) {
                private final Map<StoreKey, StoreKey> former = new ConcurrentHashMap<>();

                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
                    former.put(to, from);
                    return super.changeId(from, to, changes);
                }

                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    Map<StoreKey, SessionRecord> due = new HashMap<>();
                    super.claimed().forEach((key, record) -> due.put(former.getOrDefault(key, key), record));
                    return due;
                }
            });
        }
    }

    static final class TellsEarly extends FaultyStores.Faulty {
        TellsEarly() {
            super(clock -> new IndexedMapStore(clock) {
                private final Map<StoreKey, Instant> ends = new ConcurrentHashMap<>();

                @Override
                public boolean create(StoreKey key, SessionRecord record) {
                    ends.put(key, record.metadata().expiresAt());
                    return super.create(key, record);
                }

                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    return atomically(() -> {
                        Map<StoreKey, SessionRecord> due = new HashMap<>(super.claimed());
                        records().forEach((key, record) -> {
                            if (!clock.instant().isBefore(ends.getOrDefault(key, Instant.MAX))) {
                                due.put(key, record);
                                forget(key);
                            }
                        });
                        return due;
                    });
                }
            });
        }
    }

    static final class TellsNoAttributes extends FaultyStores.Faulty {
        TellsNoAttributes() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    Map<StoreKey, SessionRecord> due = new HashMap<>(super.claimed());
                    due.replaceAll((key, record) -> new SessionRecord(record.metadata(), Map.of()));
                    return due;
                }
            });
        }
    }

    static final class TellsOnAfterClose extends FaultyStores.Faulty {
        TellsOnAfterClose() {
            super(clock -> new IndexedMapStore(clock) {
                private final List<ExpiryListener> everybody = new CopyOnWriteArrayList<>();

                @Override
                public Subscription onExpiry(ExpiryListener listener) {
                    everybody.add(listener);
                    return super.onExpiry((key, last) -> everybody.forEach(each -> each.expired(key, last)));
                }
            });
        }
    }

    static final class LosesWhatItsListenerLeaves extends FaultyStores.Faulty {
        LosesWhatItsListenerLeaves() {
            super(clock -> new IndexedMapStore(clock) {
                @Override
                Map<StoreKey, SessionRecord> claimed() {
                    return atomically(() -> {
                        Map<StoreKey, SessionRecord> due = due();
                        due.keySet().forEach(this::forget);
                        return due;
                    });
                }
            });
        }
    }

    private static SessionMetadata metadata(SessionOwner owner, Instant now) {
        Instant end = now.plus(StoreBehaviour.LIFE);
        return new SessionMetadata(now, now, StoreBehaviour.LIFE, end, end, 1, 2, owner);
    }

    private static List<OwnedSession> without(Set<StoreKey> keys, List<OwnedSession> found) {
        return found.stream().filter(session -> !keys.contains(session.key())).toList();
    }
}
