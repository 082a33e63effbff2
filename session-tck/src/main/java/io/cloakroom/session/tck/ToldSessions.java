package io.cloakroom.session.tck;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The expired sessions that a listener was told, other tests' ones included. */
final class ToldSessions implements ExpiryListener {

    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    @Override
    public void expired(StoreKey key, SessionRecord last) {
        told.add(new Told(key, last));
    }

    List<SessionRecord> of(StoreKey key) {
        return told.stream()
                .filter(each -> each.key().equals(key))
                .map(Told::last)
                .toList();
    }

    int count(StoreKey key) {
        return of(key).size();
    }

    private record Told(StoreKey key, SessionRecord last) {}
}
