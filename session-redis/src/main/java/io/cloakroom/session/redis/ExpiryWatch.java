package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then for sessions that have expired, removes each one that this instance is the first to claim, and
 * tells the listeners. One thread per store, and only while somebody listens. The pauses are random, so that the
 * instances of a fleet spread over time, and what one has taken the others leave alone.
 */
final class ExpiryWatch implements AutoCloseable {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final int BATCH = 100;

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private final DueSets due;
    private final OwnerIndex index;
    private final Duration interval;
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();

    /** Guards {@code thread}, and lets the thread sleep until the watch is closed. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread;
    private volatile boolean closed;

    ExpiryWatch(
            RedisCommands commands,
            KeyNames names,
            InstantSource clock,
            DueSets due,
            OwnerIndex index,
            Duration interval) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
        this.due = due;
        this.index = index;
        this.interval = interval;
    }

    Subscription subscribe(ExpiryListener listener) {
        Registration registration = new Registration(listener);
        due.use();
        registrations.add(registration);
        startThread();
        return () -> {
            registrations.remove(registration);
            wake();
        };
    }

    private void startThread() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = new Thread(this::run, "cloakroom-expiry");
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (isWanted()) {
            try {
                claimAllSets();
            } catch (SessionStoreException e) {
                log.log(DEBUG, () -> "Expired sessions are claimed later: " + e.getMessage());
            } catch (RuntimeException e) {
                log.log(WARNING, "Expired sessions cannot be claimed.", e);
            }
            pause();
        }
    }

    /** In one step with the end of the thread, so that a listener who comes meanwhile gets another one. */
    private boolean isWanted() {
        lock.lock();
        try {
            boolean wanted = !closed && !registrations.isEmpty();
            if (!wanted) {
                thread = null;
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Between half and one and a half times the interval. */
    private void pause() {
        long nanos = interval.toNanos() / 2 + ThreadLocalRandom.current().nextLong(interval.toNanos());
        lock.lock();
        try {
            while (nanos > 0 && !closed && !registrations.isEmpty()) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** In random order: instances that look at the same time look at different sets. */
    private void claimAllSets() {
        List<Integer> sets =
                new ArrayList<>(IntStream.range(0, DueSets.COUNT).boxed().toList());
        Collections.shuffle(sets, ThreadLocalRandom.current());
        for (int set : sets) {
            List<StoreKey> taken;
            do {
                taken = due.take(set, BATCH);
                taken.forEach(this::claim);
            } while (taken.size() == BATCH);
        }
    }

    private void claim(StoreKey key) {
        if (closed || registrations.isEmpty()) {
            return;
        }
        ScriptArguments values = new ScriptArguments().time(clock.instant());
        ScriptReply reply =
                commands.run(commands.deadline(), new ScriptCall(LuaScript.EXPIRY_CLAIM, values, names.session(key)));
        if (reply.is("alive")) {
            due.put(key, reply.time(1));
            return;
        }
        due.remove(key);
        if (reply.is("claimed")) {
            tell(key, reply.record(1));
        }
    }

    private void tell(StoreKey key, SessionRecord last) {
        SessionOwner owner = last.metadata().owner();
        if (owner != null) {
            index.removeLater(owner.principal(), key);
        }
        for (Registration registration : registrations) {
            try {
                registration.listener.expired(key, last);
            } catch (RuntimeException e) {
                log.log(WARNING, "A listener of expired sessions has failed.", e);
            }
        }
    }

    /** Ends the thread; waits for nothing. */
    @Override
    public void close() {
        closed = true;
        wake();
    }

    /** One subscription; the same listener may have several. */
    private static final class Registration {

        private final ExpiryListener listener;

        Registration(ExpiryListener listener) {
            this.listener = listener;
        }
    }
}
