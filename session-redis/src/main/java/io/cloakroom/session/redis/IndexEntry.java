package io.cloakroom.session.redis;

import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the index of a user knows of one session.
 *
 * @param kind {@link #SESSION} or {@link #RESERVATION}
 * @param guardedUntil until when it counts although there may be no such session: it may be about to be saved
 * @param end when the session must have ended
 * @param write name of the write that made the entry, which no other has
 * @param from the key that the session had before; it has one place while both are in the index
 */
record IndexEntry(
        char kind,
        Instant guardedUntil,
        Instant end,
        String write,
        @Nullable StoreKey from) {

    static final char SESSION = 's';
    static final char RESERVATION = 'r';

    /** Reads {@link #text()}. */
    static IndexEntry parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 5) {
            throw new SessionStoreException(
                    "An index of sessions in Redis has an entry that was not written by session-redis: give the store"
                            + " a keyPrefix of its own.",
                    null);
        }
        return new IndexEntry(
                parts[0].charAt(0),
                Instant.ofEpochMilli(Long.parseLong(parts[1])),
                Instant.ofEpochMilli(Long.parseLong(parts[2])),
                parts[3],
                parts[4].isEmpty() ? null : new StoreKey(parts[4]));
    }

    /** Returns the entry as {@code index.lua} explains it. */
    String text() {
        return kind + ":" + guardedUntil.toEpochMilli() + ":" + end.toEpochMilli() + ":" + write + ":"
                + (from == null ? "" : from.value());
    }

    IndexEntry endingAt(Instant newEnd) {
        return new IndexEntry(kind, guardedUntil, newEnd, write, from);
    }
}
