package io.cloakroom.session.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.LoadOutcome.Found;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStore;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import io.cloakroom.session.tck.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Sessions to store and changes to save, at the time of a clock. */
final class Sessions {

    static final Duration LIFE = Duration.ofMinutes(30);

    private final ManualClock clock;

    Sessions(ManualClock clock) {
        this.clock = clock;
    }

    static StoreKey newKey() {
        return StoreKey.ofSessionId(UUID.randomUUID().toString());
    }

    static EncodedValue value(String text) {
        return EncodedValue.of(text.getBytes(UTF_8));
    }

    static EncodedValue bytes(int size) {
        return EncodedValue.of(new byte[size]);
    }

    /** Returns a value that no other one begins or ends like. */
    static EncodedValue random(int size) {
        byte[] bytes = new byte[size];
        ThreadLocalRandom.current().nextBytes(bytes);
        return EncodedValue.of(bytes);
    }

    SessionAccess access() {
        return new SessionAccess(clock.instant(), clock.instant().plus(LIFE));
    }

    SessionRecord session(Map<String, EncodedValue> values) {
        Instant now = clock.instant();
        Map<String, StoredAttribute> attributes = new HashMap<>();
        values.forEach((name, value) -> attributes.put(name, new StoredAttribute(value, 1)));
        SessionMetadata metadata =
                new SessionMetadata(now, now, LIFE, now.plus(Duration.ofHours(12)), now.plus(LIFE), 1, 1, null);
        return new SessionRecord(metadata, attributes);
    }

    /** Stores a session that has one attribute, {@code cart}. */
    StoreKey created(SessionStore store) {
        StoreKey key = newKey();
        store.create(key, session(Map.of("cart", value("shoes"))));
        return key;
    }

    SessionChanges changes(Map<String, AttributeChange> attributes) {
        return new SessionChanges(1, access(), attributes, null, null);
    }

    SessionChanges put(String name, EncodedValue value, long expectedVersion) {
        return changes(Map.of(name, new AttributeChange.Put(value, expectedVersion)));
    }

    static SessionRecord loaded(SessionStore store, StoreKey key) {
        return ((Found) store.load(key)).record();
    }

    static StoredAttribute attribute(SessionRecord session, String name) {
        return requireNonNull(session.attributes().get(name), name);
    }
}
