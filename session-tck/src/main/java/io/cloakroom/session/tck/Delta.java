package io.cloakroom.session.tck;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the changes of one request. */
final class Delta {

    private final long generation;
    private final SessionAccess access;
    private final Map<String, AttributeChange> attributes = new HashMap<>();
    private @Nullable Duration interval;
    private @Nullable SessionOwner owner;

    Delta(long generation, SessionAccess access) {
        this.generation = generation;
        this.access = access;
    }

    Delta put(String name, EncodedValue value, long expectedVersion) {
        attributes.put(name, new AttributeChange.Put(value, expectedVersion));
        return this;
    }

    Delta remove(String name, long expectedVersion) {
        attributes.put(name, new AttributeChange.Remove(expectedVersion));
        return this;
    }

    Delta interval(Duration newInterval) {
        interval = newInterval;
        return this;
    }

    Delta owner(SessionOwner newOwner) {
        owner = newOwner;
        return this;
    }

    SessionChanges build() {
        return new SessionChanges(generation, access, attributes, interval, owner);
    }
}
