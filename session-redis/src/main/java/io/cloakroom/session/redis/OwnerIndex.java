package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.redis.SessionLocator.Located;
import io.cloakroom.session.store.PrincipalIndex;
import io.cloakroom.session.store.PrincipalIndex.OwnedSession;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/* A user's index and his sessions lie in different slots, so they cannot change in one step. The index therefore has an
 * entry before the session has the owner, and loses it after: it may name a session that is not the user's, but never
 * misses one. Whoever reads it asks the sessions themselves, and removes entries that are wrong. An entry is spared for
 * as long as the save that it announces may take, and carries the name of its write, so that nobody removes one that
 * was renewed meanwhile.
 *
 * An instance that dies between the steps leaves an entry too many, until somebody looks or it ends.
 */
/** The sessions of each user. */
final class OwnerIndex {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    /** How long an entry is spared: longer than the longest timeout, for clocks that differ. */
    private static final Duration GUARD = Duration.ofMinutes(2);

    /** For an entry whose session's deadline becomes known only when it is saved. */
    private static final Duration USUAL_LIFE = Duration.ofDays(7);

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private final SessionLocator locator;

    OwnerIndex(RedisCommands commands, KeyNames names, InstantSource clock) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
        this.locator = new SessionLocator(commands, names, clock);
    }

    /**
     * Announces that a session is going to be a user's.
     *
     * @param from the key that it had before, if it gets another one
     * @param end when it must have ended, if that is known
     */
    Announcement announce(
            Deadline deadline, SessionOwner owner, StoreKey key, @Nullable StoreKey from, @Nullable Instant end) {
        Instant now = clock.instant();
        IndexEntry entry = new IndexEntry(
                IndexEntry.SESSION,
                now.plus(GUARD),
                end == null ? now.plus(USUAL_LIFE) : end,
                ChangeArguments.newWrite(),
                from);
        ScriptArguments values = new ScriptArguments()
                .time(now)
                .text(key.value())
                .text(entry.text())
                .time(entry.end());
        commands.runRepeatably(deadline, call(LuaScript.INDEX_ADD, values, owner.principal()));
        return new Announcement(owner.principal(), key, entry);
    }

    /** Follows up on what was saved: the entry gets the right end, that of the owner or key before goes. */
    void settle(Deadline deadline, @Nullable Announcement announced, StoreKey from, ScriptReply applied) {
        if (announced == null) {
            return;
        }
        Instant end = applied.time(5);
        if (end.isAfter(announced.entry().end())) {
            replaceLater(
                    announced.principal(),
                    Map.of(announced.key(), announced.entry()),
                    announced.entry().endingAt(end));
        }
        String before = applied.text(6);
        if (before.isEmpty()) {
            return;
        }
        String principal = SessionOwner.ofText(before).principal();
        if (!principal.equals(announced.principal())) {
            remove(deadline, principal, from);
        } else if (!from.equals(announced.key())) {
            removeLater(principal, from);
        }
    }

    /** Removes the entry of a session that is no longer the user's, and waits, so that its place is free. */
    void remove(Deadline deadline, String principal, StoreKey key) {
        try {
            commands.repeatably(
                    deadline,
                    redis -> redis.hdel(names.index(principal), key.value().getBytes(UTF_8)));
        } catch (SessionStoreException e) {
            log.log(DEBUG, () -> "An entry stays in an index until somebody looks: " + e.getMessage());
        }
    }

    /** Removes the entry of a session that is no longer the user's, some time. */
    void removeLater(String principal, StoreKey key) {
        commands.later(redis -> redis.hdel(names.index(principal), key.value().getBytes(UTF_8)));
    }

    /** Finds the sessions of a user: one round trip for the index, one for the sessions. */
    List<OwnedSession> find(String principal) {
        Deadline deadline = commands.deadline();
        Map<StoreKey, IndexEntry> entries = new HashMap<>();
        commands.repeatably(deadline, redis -> redis.hgetall(names.index(principal)))
                .forEach((key, entry) -> entries.put(keyOf(key), entryOf(entry)));
        entries.values().removeIf(entry -> entry.kind() == IndexEntry.RESERVATION);
        Map<StoreKey, Located> located = locator.locate(entries.keySet(), deadline);
        replaceLater(principal, wrong(principal, entries, located), null);
        return withoutDoubles(principal, located.values());
    }

    /** A session that was on the move may have been seen under several keys: the oldest one leads to the others. */
    private static List<OwnedSession> withoutDoubles(String principal, Collection<Located> located) {
        Map<String, Located> oldest = new HashMap<>();
        located.stream()
                .filter(session -> session.isOf(principal))
                .forEach(session -> oldest.merge(
                        session.lineage(),
                        session,
                        (one, other) ->
                                one.metadata().generation() <= other.metadata().generation() ? one : other));
        return oldest.values().stream()
                .map(session -> new OwnedSession(session.key(), session.metadata()))
                .sorted(PrincipalIndex.NEWEST_FIRST)
                .toList();
    }

    /** Returns the entries that are not spared and name no live session of the user, not under that key. */
    private Map<StoreKey, IndexEntry> wrong(
            String principal, Map<StoreKey, IndexEntry> entries, Map<StoreKey, Located> located) {
        Map<StoreKey, IndexEntry> wrong = new HashMap<>();
        Instant now = clock.instant();
        entries.forEach((key, entry) -> {
            Located session = located.get(key);
            boolean right = session != null && session.key().equals(key) && session.isOf(principal);
            if (!right && !entry.guardedUntil().isAfter(now)) {
                wrong.put(key, entry);
            }
        });
        return wrong;
    }

    /** Reserves a place: one round trip if there is one, three and more to see whether a place has become free. */
    boolean reserve(String principal, StoreKey key, int max, Duration lifetime) {
        Deadline deadline = commands.deadline();
        while (true) {
            ScriptReply reply = commands.runRepeatably(
                    deadline, call(LuaScript.INDEX_RESERVE, reservation(key, max, lifetime), principal));
            if (reply.is("reserved")) {
                return true;
            }
            Map<StoreKey, IndexEntry> entries = new HashMap<>();
            List<byte[]> fields = reply.fields(1);
            for (int i = 0; i < fields.size(); i += 2) {
                entries.put(keyOf(fields.get(i)), entryOf(fields.get(i + 1)));
            }
            Instant now = clock.instant();
            entries.values().removeIf(entry -> entry.guardedUntil().isAfter(now));
            Map<StoreKey, IndexEntry> wrong = wrong(principal, entries, locator.locate(entries.keySet(), deadline));
            if (wrong.isEmpty()) {
                return false;
            }
            commands.runRepeatably(deadline, replacement(principal, wrong, null));
        }
    }

    private ScriptArguments reservation(StoreKey key, int max, Duration lifetime) {
        Instant now = clock.instant();
        Instant end = now.plus(lifetime);
        IndexEntry entry = new IndexEntry(IndexEntry.RESERVATION, end, end, ChangeArguments.newWrite(), null);
        return new ScriptArguments()
                .time(now)
                .text(key.value())
                .text(entry.text())
                .time(end.plus(GUARD))
                .number(max);
    }

    private void replaceLater(String principal, Map<StoreKey, IndexEntry> entries, @Nullable IndexEntry by) {
        if (!entries.isEmpty()) {
            commands.runLater(replacement(principal, entries, by), reply -> {});
        }
    }

    private ScriptCall replacement(String principal, Map<StoreKey, IndexEntry> entries, @Nullable IndexEntry by) {
        Instant now = clock.instant();
        ScriptArguments values = new ScriptArguments().time(now).time(by == null ? now : by.end());
        entries.forEach((key, entry) -> {
            values.text(key.value()).text(entry.text()).text(by == null ? "" : by.text());
        });
        return call(LuaScript.INDEX_REPLACE, values, principal);
    }

    private ScriptCall call(LuaScript script, ScriptArguments values, String principal) {
        return new ScriptCall(script, values, names.index(principal));
    }

    private static StoreKey keyOf(byte[] field) {
        return new StoreKey(new String(field, UTF_8));
    }

    private static IndexEntry entryOf(byte[] value) {
        return IndexEntry.parse(new String(value, UTF_8));
    }

    /**
     * An entry for a session that is about to be saved.
     *
     * @param principal the user
     * @param key the session's key
     * @param entry the entry
     */
    record Announcement(String principal, StoreKey key, IndexEntry entry) {}
}
