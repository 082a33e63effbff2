package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MILLIS;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Sessions and changes for the tests. */
final class Samples {

    private static final Duration LIFE = Duration.ofMinutes(30);

    /** More often than in earnest, so that tests need not wait. */
    static final Duration POLLING = Duration.ofMillis(50);

    /** Longer than in earnest: a machine that is busy with other tests is not what these are about. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private Samples() {}

    static StoreKey newKey() {
        return StoreKey.ofSessionId(UUID.randomUUID().toString());
    }

    static EncodedValue value(String text) {
        return EncodedValue.of(text.getBytes(UTF_8));
    }

    /** A session with a cart that lives for half an hour. */
    static SessionRecord session() {
        Instant now = Instant.now().truncatedTo(MILLIS);
        SessionMetadata metadata =
                new SessionMetadata(now, now, LIFE, now.plus(Duration.ofHours(12)), now.plus(LIFE), 1, 1, null);
        return new SessionRecord(metadata, Map.of("cart", new StoredAttribute(value("shoes"), 1)));
    }

    /** The same session, of somebody who has just logged in. */
    static SessionRecord sessionOf(String principal) {
        SessionRecord session = session();
        SessionMetadata m = session.metadata();
        SessionMetadata owned = new SessionMetadata(
                m.createdAt(),
                m.lastAccessedAt(),
                m.maxInactiveInterval(),
                m.absoluteDeadline(),
                m.expiresAt(),
                m.generation(),
                m.version(),
                ownerOf(principal));
        return new SessionRecord(owned, session.attributes());
    }

    static SessionOwner ownerOf(String principal) {
        return new SessionOwner(principal, Instant.now(), "Firefox");
    }

    /** A log-in: a new owner and nothing else. */
    static SessionChanges logIn(String principal) {
        return new SessionChanges(1, access(), Map.of(), null, ownerOf(principal));
    }

    static SessionAccess access() {
        Instant now = Instant.now();
        return new SessionAccess(now, now.plus(LIFE));
    }

    /** A new cart, whatever is there, of a session of generation 1. */
    static SessionChanges changes() {
        return changes(AttributeChange.ANY);
    }

    static SessionChanges changes(long expectedVersion) {
        AttributeChange put = new AttributeChange.Put(value("shoes, hat"), expectedVersion);
        return new SessionChanges(1, access(), Map.of("cart", put), null, null);
    }
}
