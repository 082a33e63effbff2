package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.cloakroom.session.store.MemoryEntry.Ended;
import io.cloakroom.session.store.MemoryEntry.Forward;
import io.cloakroom.session.store.MemoryEntry.Live;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps session records in the memory of this JVM, for tests, trials and an application of one instance. All is lost
 * when the JVM ends. Never waits and never is unavailable. Above its bound it gives up the sessions that were used
 * least, as any memory must.
 */
public final class InMemorySessionStore implements SessionStore {

    /** How many sessions, traces of ended ones included, a store keeps unless told otherwise. */
    private static final int DEFAULT_MAX_SESSIONS = 100_000;

    private static final Duration TRACE_LIFETIME = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Cache<StoreKey, MemoryEntry> cache;
    private final ConcurrentMap<StoreKey, MemoryEntry> entries;

    private InMemorySessionStore(int maxSessions, InstantSource clock) {
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxSessions)
                .ticker(() -> clock.millis() * 1_000_000)
                .expireAfter(Expiry.<StoreKey, MemoryEntry>writing((key, entry) -> timeToLive(entry)))
                .build();
        this.entries = cache.asMap();
    }

    /**
     * Returns an empty store for 100,000 sessions that goes by the system's clock.
     *
     * @return a new store
     */
    public static InMemorySessionStore create() {
        return create(DEFAULT_MAX_SESSIONS, InstantSource.system());
    }

    /**
     * Returns an empty store.
     *
     * @param maxSessions how many sessions it keeps, traces of ended ones included; 1 or more
     * @param clock tells when a session expires
     * @return a new store
     * @throws IllegalArgumentException if {@code maxSessions} is less than 1
     */
    public static InMemorySessionStore create(int maxSessions, InstantSource clock) {
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions must be 1 or more: " + maxSessions);
        }
        return new InMemorySessionStore(maxSessions, requireNonNull(clock, "clock"));
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        return find(key) instanceof Live live ? new LoadOutcome.Found(live.record()) : new LoadOutcome.NotFound();
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        requireNonNull(record, "record");
        while (true) {
            MemoryEntry present = find(key);
            if (present != null) {
                return false;
            }
            if (replace(key, null, new Live(record))) {
                return true;
            }
        }
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return change(key, changes.generation(), live -> {
            if (!live.meets(changes)) {
                return new ChangeOutcome.Conflict(live.record());
            }
            SessionRecord next = live.after(changes, changes.generation());
            return replace(key, live, new Live(next)) ? applied(next) : null;
        });
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        requireNonNull(to, "to");
        return change(from, changes.generation(), live -> {
            if (!live.meets(changes)) {
                return new ChangeOutcome.Conflict(live.record());
            }
            SessionRecord next = live.after(changes, changes.generation() + 1);
            Forward forward = new Forward(to, changes.generation(), traceUntil());
            return move(from, live, forward, next) ? applied(next) : null;
        });
    }

    /** The session is under both keys for a moment, which nobody sees who does not know the new id yet. */
    private boolean move(StoreKey from, Live live, Forward forward, SessionRecord next) {
        Live moved = new Live(next);
        if (!replace(forward.to(), null, moved)) {
            throw new SessionStoreException("the new id of a session is taken: choose a fresh one", null);
        }
        if (replace(from, live, forward)) {
            return true;
        }
        entries.remove(forward.to(), moved);
        return false;
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        return change(key, generation, live -> {
            boolean done = replace(key, live, new Ended(traceUntil()));
            return done ? applied(live.record()) : null;
        });
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        requireNonNull(access, "access");
        while (find(key) instanceof Live live && live.generation() == generation) {
            if (replace(key, live, new Live(live.record().touched(access)))) {
                return;
            }
        }
    }

    /** Does nothing: the memory is released with this object. */
    @Override
    public void close() {}

    /** Runs one atomic step until it comes through: it returns {@code null} if another thread was faster. */
    private ChangeOutcome change(StoreKey key, long generation, Function<Live, @Nullable ChangeOutcome> step) {
        while (true) {
            MemoryEntry entry = find(key);
            if (entry instanceof Forward forward && forward.fromGeneration() == generation) {
                return new ChangeOutcome.Moved(forward.to(), generation + 1);
            }
            if (!(entry instanceof Live live) || live.generation() != generation) {
                return new ChangeOutcome.Gone();
            }
            ChangeOutcome outcome = step.apply(live);
            if (outcome != null) {
                return outcome;
            }
        }
    }

    private @Nullable MemoryEntry find(StoreKey key) {
        MemoryEntry entry = entries.get(requireNonNull(key, "key"));
        return entry == null || !clock.instant().isBefore(entry.until()) ? null : entry;
    }

    /** Compares by identity: entries have no {@code equals}. What has expired counts as absent. */
    private boolean replace(StoreKey key, @Nullable MemoryEntry expected, MemoryEntry next) {
        Instant now = clock.instant();
        return entries.compute(key, (k, present) -> {
                    MemoryEntry there = present != null && now.isBefore(present.until()) ? present : null;
                    return there == expected ? next : present;
                })
                == next;
    }

    private static ChangeOutcome applied(SessionRecord record) {
        return new ChangeOutcome.Applied(
                record.metadata().version(), record.metadata().generation());
    }

    private Instant traceUntil() {
        return clock.instant().plus(TRACE_LIFETIME);
    }

    private Duration timeToLive(MemoryEntry entry) {
        Duration left = Duration.between(clock.instant(), entry.until());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public String toString() {
        return "InMemorySessionStore[about " + cache.estimatedSize() + " entries]";
    }
}
