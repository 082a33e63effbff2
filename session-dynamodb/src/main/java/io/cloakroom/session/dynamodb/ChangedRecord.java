package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What a stored session becomes by changes, for the writes that put it as a whole. */
final class ChangedRecord {

    private ChangedRecord() {}

    /** Returns the session after the changes; the caller has checked that they fit. */
    static SessionRecord of(SessionRecord stored, SessionChanges changes, long newGeneration) {
        long version = stored.metadata().version() + 1;
        Map<String, StoredAttribute> attributes = new HashMap<>(stored.attributes());
        changes.attributes().forEach((name, change) -> {
            if (change instanceof AttributeChange.Put put) {
                attributes.put(name, new StoredAttribute(put.value(), version));
            } else {
                attributes.remove(name);
            }
        });
        return new SessionRecord(metadata(stored.metadata(), changes, newGeneration, version), attributes);
    }

    private static SessionMetadata metadata(
            SessionMetadata stored, SessionChanges changes, long newGeneration, long newVersion) {
        SessionAccess access = changes.access();
        Duration newInterval = changes.maxInactiveInterval();
        return new SessionMetadata(
                stored.createdAt(),
                later(stored.lastAccessedAt(), access.lastAccessedAt()),
                newInterval != null ? newInterval : stored.maxInactiveInterval(),
                stored.absoluteDeadline(),
                newInterval != null ? access.expiresAt() : later(stored.expiresAt(), access.expiresAt()),
                newGeneration,
                newVersion,
                changes.owner() != null ? changes.owner() : stored.owner());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
