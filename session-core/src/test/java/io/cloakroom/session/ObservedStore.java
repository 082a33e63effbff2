package io.cloakroom.session;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.InMemorySessionStore;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionLimit;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that notes what it is asked, and that can be cut off. */
final class ObservedStore implements SessionLimit, ExpiryEvents, SessionStore {

    private final InMemorySessionStore delegate;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile Runnable beforeWrite = () -> {};
    private volatile Runnable afterWrite = () -> {};
    private volatile @Nullable CountDownLatch hanging;
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();

    ObservedStore(InMemorySessionStore delegate) {
        this.delegate = delegate;
    }

    /** Returns the names of the methods called since the last {@link #forget}, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void forget() {
        calls.clear();
    }

    /** Returns how many listen for expired sessions. */
    int subscriptions() {
        return subscriptions.get();
    }

    void cutOff(boolean cutOff) {
        this.down = cutOff;
    }

    /** Refuses the next calls. */
    void refuse(int times) {
        refusals.set(times);
    }

    /** Does what the next calls ask for, and then fails all the same. */
    void loseAnswers(int times) {
        lostAnswers.set(times);
    }

    /** Answers nobody until the latch opens. */
    void hangUntil(CountDownLatch latch) {
        hanging = latch;
    }

    /** Runs something, once, before the next save, change of id or delete. */
    void beforeNextWrite(Runnable action) {
        beforeWrite = () -> {
            beforeWrite = () -> {};
            action.run();
        };
    }

    /** Runs something, once, after the next create, save or change of id has been answered. */
    void afterNextWrite(Runnable action) {
        afterWrite = () -> {
            afterWrite = () -> {};
            action.run();
        };
    }

    private <T> T written(T answer) {
        T told = answered(answer);
        afterWrite.run();
        return told;
    }

    /** Runs something before each write that it does not cause itself. */
    void beforeEachWrite(Runnable action) {
        beforeWrite = () -> {
            beforeWrite = () -> {};
            action.run();
            beforeEachWrite(action);
        };
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        calls.add("load");
        meetTrouble();
        return answered(delegate.load(key));
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        calls.add("create");
        meetTrouble();
        return written(delegate.create(key, record));
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        calls.add("save");
        beforeWrite.run();
        meetTrouble();
        return written(delegate.save(key, changes));
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        calls.add("changeId");
        beforeWrite.run();
        meetTrouble();
        return written(delegate.changeId(from, to, changes));
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        calls.add("delete");
        beforeWrite.run();
        meetTrouble();
        return answered(delegate.delete(key, generation));
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        calls.add("touch");
        delegate.touch(key, generation, access);
    }

    @Override
    public List<OwnedSession> findByPrincipal(String principal) {
        calls.add("findByPrincipal");
        meetTrouble();
        return answered(delegate.findByPrincipal(principal));
    }

    @Override
    public boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        calls.add("reserve");
        meetTrouble();
        return answered(delegate.reserve(principal, key, max, lifetime));
    }

    @Override
    public Subscription onExpiry(ExpiryListener listener) {
        Subscription subscription = delegate.onExpiry(listener);
        subscriptions.incrementAndGet();
        return () -> {
            subscription.close();
            subscriptions.decrementAndGet();
        };
    }

    @Override
    public void close() {
        delegate.close();
    }

    private void meetTrouble() {
        CountDownLatch latch = hanging;
        if (latch != null) {
            await(latch);
        }
        if (down || refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SessionStoreUnavailableException("the store was cut off by the test", null);
        }
    }

    private <T> T answered(T answer) {
        if (lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new SessionStoreUnavailableException("the answer was lost by the test", null);
        }
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionStoreUnavailableException("interrupted", e);
        }
    }
}
