package io.cloakroom.session;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store that notes what it is asked, and that can be cut off. */
final class ObservedStore implements SessionStore {

    private final SessionStore delegate;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean down;
    private volatile Runnable beforeWrite = () -> {};

    ObservedStore(SessionStore delegate) {
        this.delegate = delegate;
    }

    /** Returns the names of the methods called since the last {@link #forget}, in order. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void forget() {
        calls.clear();
    }

    void cutOff(boolean cutOff) {
        this.down = cutOff;
    }

    /** Runs something, once, before the next save, change of id or delete. */
    void beforeNextWrite(Runnable action) {
        beforeWrite = () -> {
            beforeWrite = () -> {};
            action.run();
        };
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
        note("load");
        return delegate.load(key);
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        note("create");
        return delegate.create(key, record);
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        note("save");
        beforeWrite.run();
        return delegate.save(key, changes);
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        note("changeId");
        beforeWrite.run();
        return delegate.changeId(from, to, changes);
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        note("delete");
        beforeWrite.run();
        return delegate.delete(key, generation);
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        calls.add("touch");
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
}
