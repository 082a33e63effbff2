package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.StoreKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Decides which entries are written together with a session: that of its owner, and that of its expiry. */
final class Companions {

    private final InstantSource clock;
    private final AtomicBoolean expiryIsTold = new AtomicBoolean();

    Companions(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on the expiry of what is stored here is going to be told. */
    void tellExpiry() {
        expiryIsTold.set(true);
    }

    /** Tells whether changes may need entries, so that they cannot be written as a delta. */
    boolean mayBeNeededBy(SessionChanges changes) {
        return changes.owner() != null || (changes.maxInactiveInterval() != null && expiryIsTold.get());
    }

    /** Returns the entries of a new session. */
    List<Map<String, AttributeValue>> ofNew(StoreKey key, StoredSession session) {
        List<Map<String, AttributeValue>> entries = expiry(key, session);
        SessionOwner owner = session.metadata().owner();
        if (owner != null) {
            entries.add(owner(key, session, owner));
        }
        return entries;
    }

    /** Returns the entries of a session that is new under its key. */
    List<Map<String, AttributeValue>> ofMoved(StoreKey from, StoreKey to, StoredSession session) {
        List<Map<String, AttributeValue>> entries = expiry(to, session);
        SessionOwner owner = session.metadata().owner();
        if (owner != null) {
            entries.add(IndexItem.moved(owner.principal(), from, to, session.metadata(), clock.instant()));
        }
        return entries;
    }

    private List<Map<String, AttributeValue>> expiry(StoreKey key, StoredSession session) {
        List<Map<String, AttributeValue>> entries = new ArrayList<>();
        if (expiryIsTold.get()) {
            entries.add(ExpiryItem.of(key, session));
        }
        return entries;
    }

    /**
     * Returns the entries that a change of a session makes necessary. One that prolongs it does not: when the old entry
     * is due, the session turns out to be alive and gets another.
     */
    List<Map<String, AttributeValue>> ofChanged(
            StoreKey key, StoredSession before, StoredSession after, SessionChanges changes) {
        List<Map<String, AttributeValue>> entries = new ArrayList<>();
        if (changes.owner() != null) {
            entries.add(owner(key, after, changes.owner()));
        }
        if (expiryIsTold.get()
                && after.metadata().expiresAt().isBefore(before.metadata().expiresAt())) {
            entries.add(ExpiryItem.of(key, after));
        }
        return entries;
    }

    private Map<String, AttributeValue> owner(StoreKey key, StoredSession session, SessionOwner owner) {
        return IndexItem.saved(owner.principal(), key, session.metadata(), clock.instant());
    }
}
