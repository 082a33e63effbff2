package io.cloakroom.session.tck;

import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.LoadOutcome;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;

/** A store between the filter and the kit's store, for faults of those who integrate. */
class ForwardingStore implements SessionStore {

    private final SessionStore delegate;

    ForwardingStore(SessionStore delegate) {
        this.delegate = delegate;
    }

    @Override
    public LoadOutcome load(StoreKey key) {
        return delegate.load(key);
    }

    @Override
    public boolean create(StoreKey key, SessionRecord record) {
        return delegate.create(key, record);
    }

    @Override
    public ChangeOutcome save(StoreKey key, SessionChanges changes) {
        return delegate.save(key, changes);
    }

    @Override
    public ChangeOutcome changeId(StoreKey from, StoreKey to, SessionChanges changes) {
        return delegate.changeId(from, to, changes);
    }

    @Override
    public ChangeOutcome delete(StoreKey key, long generation) {
        return delegate.delete(key, generation);
    }

    @Override
    public void touch(StoreKey key, long generation, SessionAccess access) {
        delegate.touch(key, generation, access);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
