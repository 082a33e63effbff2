package io.cloakroom.session.tck;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A store that notes what it is asked, and that can be slow to write or cut off. */
final class ObservedStore implements SessionStore {

    private final SessionStore delegate;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile boolean written;
    private volatile Duration writeTime = Duration.ZERO;

    ObservedStore(SessionStore delegate) {
        this.delegate = delegate;
    }

    /** Returns the names of the methods called since the last {@link #forget}, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Tells whether a write has ended since the last {@link #forget}. */
    boolean hasWritten() {
        return written;
    }

    void forget() {
        calls.clear();
        written = false;
    }

    void cutOff(boolean cutOff) {
        down = cutOff;
    }

    /** Makes visible who does not wait for a write. */
    void slowWrites(Duration time) {
        writeTime = time;
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        note("load");
        return delegate.load(key);
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        note("create");
        return afterAWhile(() -> delegate.create(key, record));
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        note("save");
        return afterAWhile(() -> delegate.save(key, changes));
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        note("changeId");
        return afterAWhile(() -> delegate.changeId(from, to, changes));
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        note("delete");
        return afterAWhile(() -> delegate.delete(key, generation));
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        delegate.touch(key, generation, access);
    }

    @Override
    public void close() {
        delegate.close();
    }

    private void note(String call) {
        calls.add(call);
        if (down) {
            throw new SessionStoreUnavailableException("the store was cut off by the test", null);
        }
    }

    private <T> T afterAWhile(Supplier<T> write) {
        long end = System.nanoTime() + writeTime.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        T outcome = write.get();
        written = true;
        return outcome;
    }
}
