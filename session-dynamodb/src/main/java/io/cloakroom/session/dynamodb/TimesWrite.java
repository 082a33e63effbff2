package io.cloakroom.session.dynamodb;

import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionMetadata;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/*
 * The times of a session never move back, but an update expression knows no maximum. So the write that sets a time
 * makes it a condition that the stored one is not later. If it is, the answer to the failed condition carries the
 * stored item, and the write is repeated without the time that came too late. What is given up is given up for good:
 * the stored times only grow. So one change takes at most three writes, and all but one in a million take one.
 *
 * A new interval is the one thing that may shorten a session's life: its expiry is written without a condition.
 */
/** Which times of a session a write sets. */
final class TimesWrite {

    private final SessionAccess access;
    private final @Nullable Duration newInterval;
    private final boolean setsAccessed;
    private final boolean setsExpires;

    private TimesWrite(
            SessionAccess access, @Nullable Duration newInterval, boolean setsAccessed, boolean setsExpires) {
        this.access = access;
        this.newInterval = newInterval;
        this.setsAccessed = setsAccessed;
        this.setsExpires = setsExpires;
    }

    static TimesWrite of(SessionAccess access, @Nullable Duration newInterval) {
        return new TimesWrite(access, newInterval, true, true);
    }

    /** Returns the same without the times that the store has newer. */
    TimesWrite notOlderThan(SessionMetadata stored) {
        return new TimesWrite(
                access,
                newInterval,
                setsAccessed && !isLater(stored.lastAccessedAt(), access.lastAccessedAt()),
                setsExpires && (newInterval != null || !isLater(stored.expiresAt(), access.expiresAt())));
    }

    /** Tells whether there is anything left to set. */
    boolean isVoid() {
        return !setsAccessed && !setsExpires;
    }

    void addTo(Expression expression) {
        if (setsAccessed) {
            expression.when(SessionItem.ACCESSED, "<=", SessionItem.millis(access.lastAccessedAt()));
            expression.set(SessionItem.ACCESSED, SessionItem.millis(access.lastAccessedAt()));
        }
        if (setsExpires) {
            addExpiry(expression);
        }
        if (newInterval != null) {
            expression.set(SessionItem.INTERVAL, SessionItem.number(newInterval.toMillis()));
        }
    }

    private void addExpiry(Expression expression) {
        if (newInterval == null) {
            expression.when(SessionItem.EXPIRES, "<=", SessionItem.millis(access.expiresAt()));
        }
        expression.set(SessionItem.EXPIRES, SessionItem.millis(access.expiresAt()));
        expression.set(SessionItem.TTL, SessionItem.ttl(access.expiresAt()));
    }

    private static boolean isLater(Instant stored, Instant time) {
        return stored.toEpochMilli() > time.toEpochMilli();
    }
}
