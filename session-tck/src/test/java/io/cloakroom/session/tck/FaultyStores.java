package io.cloakroom.session.tck;

import static io.cloakroom.session.store.AttributeChange.ANY;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.AttributeChange.Put;
import io.cloakroom.session.store.AttributeChange.Remove;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ChangeOutcome.Applied;
import io.cloakroom.session.store.ChangeOutcome.Conflict;
import io.cloakroom.session.store.ChangeOutcome.Gone;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.LoadOutcome.NotFound;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One contract per fault. Nested, so that only {@link SessionStoreContractTest} runs them. */
final class FaultyStores {

    private static final long ROUND_TRIP_NANOS = 200_000;

    private FaultyStores() {}

    /** A contract over a faulty store; JUnit makes it, so a subclass names the fault. */
    abstract static class Faulty extends SessionStoreContract {

        private final Function<InstantSource, MapSessionStore> fault;

        Faulty(Function<InstantSource, MapSessionStore> fault) {
            this.fault = fault;
        }

        @Override
        protected final StoreUnderTest store() {
            ManualClock clock = ManualClock.startingNow();
            MapSessionStore store = fault.apply(clock);
            return StoreUnderTest.of(store).clock(clock).outage(store::goDown, store::comeBack);
        }
    }

    static final class Control extends Faulty {
        Control() {
            super(MapSessionStore::new);
        }
    }

    static final class LeavesNoTrace extends Faulty {
        LeavesNoTrace() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome delete(StoreKey key, long generation) {
                    ChangeOutcome outcome = super.delete(key, generation);
                    if (outcome instanceof Applied) {
                        forget(key);
                    }
                    return outcome;
                }
            });
        }
    }

    static final class Resurrects extends Faulty {
        Resurrects() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    ChangeOutcome outcome = super.save(key, changes);
                    if (!(outcome instanceof Gone)) {
                        return outcome;
                    }
                    Instant now = clock.instant();
                    Instant end = changes.access().expiresAt();
                    forget(key);
                    create(
                            key,
                            new SessionRecord(
                                    new SessionMetadata(
                                            now, now, StoreBehaviour.LIFE, end, end, changes.generation(), 1, null),
                                    Map.of()));
                    return super.save(key, changes);
                }
            });
        }
    }

    static final class LosesThePrincipal extends Faulty {
        LosesThePrincipal() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges c) {
                    return super.changeId(
                            from,
                            to,
                            new SessionChanges(
                                    c.generation(), c.access(), c.attributes(), c.maxInactiveInterval(), null));
                }
            });
        }
    }

    static final class LosesEmptyValues extends Faulty {
        LosesEmptyValues() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public boolean create(StoreKey key, SessionRecord record) {
                    Map<String, StoredAttribute> kept = new HashMap<>(record.attributes());
                    kept.values().removeIf(attribute -> attribute.value().size() == 0);
                    return super.create(key, new SessionRecord(record.metadata(), kept));
                }
            });
        }
    }

    static final class IgnoresVersions extends Faulty {
        IgnoresVersions() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    return super.save(key, withAttributes(changes, unconditional(changes.attributes())));
                }
            });
        }

        private static Map<String, AttributeChange> unconditional(Map<String, AttributeChange> changes) {
            return changes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> {
                return e.getValue() instanceof Put put ? new Put(put.value(), ANY) : new Remove(ANY);
            }));
        }
    }

    static final class SavesHalf extends Faulty {
        SavesHalf() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    ChangeOutcome outcome = super.save(key, changes);
                    if (outcome instanceof Conflict) {
                        Map<String, AttributeChange> others = new HashMap<>(changes.attributes());
                        others.values().removeIf(change -> change.expectedVersion() > 0);
                        super.save(key, withAttributes(changes, others));
                    }
                    return outcome;
                }
            });
        }
    }

    static final class ReturnsExpired extends Faulty {
        ReturnsExpired() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                boolean isOver(SessionMetadata metadata, Instant now) {
                    return false;
                }
            });
        }
    }

    static final class NotFoundWhenDown extends Faulty {
        NotFoundWhenDown() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public LoadOutcome load(StoreKey key) {
                    try {
                        return super.load(key);
                    } catch (SessionStoreUnavailableException e) {
                        return new NotFound();
                    }
                }
            });
        }
    }

    /** Lets the exception of its client through. */
    static final class ThrowsItsClientsException extends Faulty {
        ThrowsItsClientsException() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    try {
                        return super.save(key, changes);
                    } catch (SessionStoreUnavailableException e) {
                        throw new IllegalStateException("connection refused", e);
                    }
                }
            });
        }
    }

    static final class ChangesTheIdInSteps extends Faulty {
        ChangesTheIdInSteps() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
                    MapSessionStore copy = copyOf(this, from, clock);
                    ChangeOutcome outcome = copy.changeId(from, to, changes);
                    if (outcome instanceof Applied) {
                        forget(from);
                        LockSupport.parkNanos(ROUND_TRIP_NANOS);
                        create(to, ((Found) copy.load(to)).record());
                    }
                    return outcome;
                }
            });
        }
    }

    static final class SavesWithoutALock extends Faulty {
        SavesWithoutALock() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public ChangeOutcome save(StoreKey key, SessionChanges changes) {
                    MapSessionStore copy = copyOf(this, key, clock);
                    ChangeOutcome outcome = copy.save(key, changes);
                    if (outcome instanceof Applied) {
                        forget(key);
                        create(key, ((Found) copy.load(key)).record());
                    }
                    return outcome;
                }
            });
        }
    }

    static final class MovesTheAccessBack extends Faulty {
        MovesTheAccessBack() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public void touch(StoreKey key, long generation, SessionAccess access) {
                    if (load(key) instanceof Found found
                            && found.record().metadata().generation() == generation) {
                        forget(key);
                        create(key, with(found.record(), access));
                    }
                }
            });
        }

        private static SessionRecord with(SessionRecord record, SessionAccess access) {
            SessionMetadata old = record.metadata();
            return new SessionRecord(
                    new SessionMetadata(
                            old.createdAt(),
                            access.lastAccessedAt(),
                            old.maxInactiveInterval(),
                            old.absoluteDeadline(),
                            access.expiresAt(),
                            old.generation(),
                            old.version(),
                            old.owner()),
                    record.attributes());
        }
    }

    static final class KeepsSecondsOnly extends Faulty {
        KeepsSecondsOnly() {
            super(clock -> new MapSessionStore(clock) {
                @Override
                public boolean create(StoreKey key, SessionRecord record) {
                    SessionMetadata m = record.metadata();
                    return super.create(
                            key,
                            new SessionRecord(
                                    new SessionMetadata(
                                            m.createdAt().truncatedTo(ChronoUnit.SECONDS),
                                            m.lastAccessedAt(),
                                            m.maxInactiveInterval(),
                                            m.absoluteDeadline(),
                                            m.expiresAt(),
                                            m.generation(),
                                            m.version(),
                                            m.owner()),
                                    record.attributes()));
                }
            });
        }
    }

    static final class ServesMovedSessions extends Faulty {
        ServesMovedSessions() {
            super(clock -> new MapSessionStore(clock) {
                private final Map<StoreKey, StoreKey> forwards = new ConcurrentHashMap<>();

                @Override
                public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
                    ChangeOutcome outcome = super.changeId(from, to, changes);
                    if (outcome instanceof Applied) {
                        forwards.put(from, to);
                    }
                    return outcome;
                }

                @Override
                public LoadOutcome load(StoreKey key) {
                    return super.load(forwards.getOrDefault(key, key));
                }
            });
        }
    }

    private static MapSessionStore copyOf(MapSessionStore store, StoreKey key, InstantSource clock) {
        MapSessionStore copy = new MapSessionStore(clock);
        if (store.load(key) instanceof Found found) {
            copy.create(key, found.record());
        }
        LockSupport.parkNanos(ROUND_TRIP_NANOS);
        return copy;
    }

    private static SessionChanges withAttributes(SessionChanges changes, Map<String, AttributeChange> attributes) {
        return new SessionChanges(
                changes.generation(), changes.access(), attributes, changes.maxInactiveInterval(), changes.owner());
    }
}
