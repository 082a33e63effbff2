package io.cloakroom.session.store;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.cloakroom.session.store.MemoryEntry.Ended;
import io.cloakroom.session.store.MemoryEntry.Forward;
import io.cloakroom.session.store.MemoryEntry.Live;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps session records in the memory of this JVM, for tests, trials and an application of one instance. All is lost
 * when the JVM ends. Never waits and never is unavailable. Above its bound it gives up the sessions that were used
 * least, as any memory must; nobody is told of those.
 *
 * <p>Expired sessions are told within half a second. That costs one look at every session four times a second while
 * somebody listens, and nothing else.
 */
public final class InMemorySessionStore implements SessionStore, SessionLimit, ExpiryEvents {

    /** How many sessions, traces of ended ones included, a store keeps unless told otherwise. */
    private static final int DEFAULT_MAX_SESSIONS = 100_000;

    private static final Duration TRACE_LIFETIME = Duration.ofMinutes(5);

    /** How long an expired session waits to be claimed, if somebody listens. */
    private static final Duration CLAIMABLE = Duration.ofDays(1);

    /*
     * Its charge is which sessions are whose. Held while a session gets an owner or, having one, another key, and never
     * longer than such a step in memory takes: whoever looks at the index finds each session once.
     */
    private final ReentrantLock indexing = new ReentrantLock();

    private final MemoryIndex index = new MemoryIndex();
    private final Queue<OwnedSession> givenUp = new ConcurrentLinkedQueue<>();
    private final MemoryClaims claims = new MemoryClaims(this::claim);
    private final InstantSource clock;
    private final Cache<StoreKey, MemoryEntry> cache;
    private final ConcurrentMap<StoreKey, MemoryEntry> entries;

    private InMemorySessionStore(int maxSessions, InstantSource clock) {
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(maxSessions)
                .ticker(() -> clock.millis() * 1_000_000)
                .evictionListener(this::noteGivenUp)
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
        SessionOwner owner = requireNonNull(record, "record").metadata().owner();
        return owner == null
                ? createOnly(key, record)
                : indexed(() -> {
                    boolean created = createOnly(key, record);
                    if (created) {
                        index.add(owner, key);
                    }
                    return created;
                });
    }

    private boolean createOnly(StoreKey key, SessionRecord record) {
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
        return changes.owner() == null ? saveOnly(key, changes) : indexed(() -> saveOnly(key, changes));
    }

    private ChangeOutcome saveOnly(StoreKey key, SessionChanges changes) {
        return change(key, changes.generation(), live -> {
            if (!live.meets(changes)) {
                return new ChangeOutcome.Conflict(live.record());
            }
            SessionRecord next = live.after(changes, changes.generation());
            if (!replace(key, live, new Live(next))) {
                return null;
            }
            if (changes.owner() != null) {
                index.remove(live.owner(), key);
                index.add(changes.owner(), key);
            }
            return applied(next);
        });
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        requireNonNull(to, "to");
        return indexed(() -> change(from, changes.generation(), live -> {
            if (!live.meets(changes)) {
                return new ChangeOutcome.Conflict(live.record());
            }
            SessionRecord next = live.after(changes, changes.generation() + 1);
            Forward forward = new Forward(to, changes.generation(), traceUntil());
            if (!move(from, live, forward, next)) {
                return null;
            }
            index.remove(live.owner(), from);
            index.add(next.metadata().owner(), to);
            return applied(next);
        }));
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
            if (done) {
                forget(key, live);
            }
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

    @Override
    public List<OwnedSession> findByPrincipal(String principal) {
        requireNonNull(principal, "principal");
        return indexed(() -> index.saved(principal).stream()
                .flatMap(key -> find(key) instanceof Live live ? Stream.of(owned(key, live)) : Stream.empty())
                .sorted(NEWEST_FIRST)
                .toList());
    }

    @Override
    public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        requireNonNull(key, "key");
        if (max < 1) {
            throw new IllegalArgumentException("max must be 1 or more: " + max);
        }
        if (lifetime.isZero() || lifetime.isNegative()) {
            throw new IllegalArgumentException("lifetime must be more than zero: " + lifetime);
        }
        return indexed(() -> {
            Set<StoreKey> holders = new HashSet<>();
            findByPrincipal(principal).forEach(session -> holders.add(session.key()));
            if (holders.contains(key)) {
                return true;
            }
            holders.addAll(index.reserved(principal, clock.instant()));
            boolean free = holders.contains(key) || holders.size() < max;
            if (free) {
                index.reserve(principal, key, clock.instant().plus(lifetime));
            }
            return free;
        });
    }

    @Override
    public Subscription onExpiry(ExpiryListener listener) {
        return claims.begin(requireNonNull(listener, "listener"));
    }

    /** Removes what has expired, one after the other: of two who remove the same entry, one succeeds. */
    private void claim(BooleanSupplier goOn, ExpiryListener listener) {
        Instant now = clock.instant();
        for (Map.Entry<StoreKey, MemoryEntry> candidate : entries.entrySet()) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            StoreKey key = candidate.getKey();
            if (candidate.getValue() instanceof Live live && !now.isBefore(live.until()) && entries.remove(key, live)) {
                forget(key, live);
                listener.expired(key, live.record());
            }
        }
    }

    /** Ends the subscriptions. The memory is released with this object. */
    @Override
    public void close() {
        claims.close();
    }

    /** Runs a step that has to do with owners, after it has caught up with what the cache has given up. */
    private <T> T indexed(Supplier<T> step) {
        indexing.lock();
        try {
            for (OwnedSession gone = givenUp.poll(); gone != null; gone = givenUp.poll()) {
                index.remove(gone.owner(), gone.key());
            }
            return step.get();
        } finally {
            indexing.unlock();
        }
    }

    /** Called by the cache in the middle of an operation: must not wait for the index. */
    private void noteGivenUp(@Nullable StoreKey key, @Nullable MemoryEntry entry, RemovalCause cause) {
        if (key != null && entry instanceof Live live && live.owner() != null) {
            givenUp.add(owned(key, live));
        }
    }

    private void forget(StoreKey key, Live live) {
        if (live.owner() != null) {
            givenUp.add(owned(key, live));
        }
    }

    private static OwnedSession owned(StoreKey key, Live live) {
        return new OwnedSession(key, live.record().metadata());
    }

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
        if (entry instanceof Live && claims.hasListeners()) {
            return left.plus(CLAIMABLE);
        }
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public String toString() {
        return "InMemorySessionStore[about " + cache.estimatedSize() + " entries]";
    }
}
