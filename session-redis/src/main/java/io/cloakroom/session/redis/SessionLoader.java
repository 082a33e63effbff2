package io.cloakroom.session.redis;

import io.cloakroom.session.redis.NearCache.Held;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads sessions: whole by a plain command, or, where this instance has one already, what has changed by a script. */
final class SessionLoader {

    private final RedisCommands commands;
    private final KeyNames names;
    private final @Nullable NearCache cache;

    /** Creates a loader; without a cache if {@code cacheBytes} is zero. */
    SessionLoader(RedisCommands commands, KeyNames names, long cacheBytes) {
        this.commands = commands;
        this.names = names;
        this.cache = cacheBytes == 0 ? null : new NearCache(cacheBytes);
    }

    /** Returns what is there, expired or not. */
    Optional<SessionRecord> load(StoreKey key) {
        Held held = cache == null ? null : cache.get(key);
        return held == null ? loadWhole(key) : loadIfChanged(key, held);
    }

    private Optional<SessionRecord> loadWhole(StoreKey key) {
        HashReader reader = new HashReader();
        commands.repeatably(commands.deadline(), redis -> redis.hgetall(names.session(key)))
                .forEach(reader::add);
        return kept(key, reader);
    }

    private Optional<SessionRecord> loadIfChanged(StoreKey key, Held held) {
        ScriptCall call =
                new ScriptCall(LuaScript.LOAD_IF_CHANGED, new ScriptArguments().text(held.state()), names.session(key));
        ScriptReply reply = commands.look(commands.deadline(), call);
        if (reply.is("same")) {
            // a touch changes the times and nothing else
            return Optional.of(held.record().touched(new SessionAccess(reply.time(1), reply.time(2))));
        }
        HashReader reader = new HashReader();
        List<byte[]> fields = reply.fields(1);
        for (int i = 0; i < fields.size(); i += 2) {
            reader.add(fields.get(i), fields.get(i + 1));
        }
        return kept(key, reader);
    }

    private Optional<SessionRecord> kept(StoreKey key, HashReader reader) {
        Optional<SessionRecord> record = reader.record();
        if (cache != null) {
            record.ifPresentOrElse(found -> cache.put(key, found, reader.text("w")), () -> cache.forget(key));
        }
        return record;
    }

    /**
     * Notes what this instance has saved, so that its next read need not fetch it. Only if what it holds is what the
     * server had before: a version alone may have been given out twice, before and after a fail-over.
     */
    void saved(StoreKey key, SessionChanges changes, String write, ScriptReply applied) {
        Held held = cache == null ? null : cache.get(key);
        if (cache == null || held == null) {
            return;
        }
        long version = applied.number(1);
        if (held.state().equals(NearCache.state(version - 1, applied.text(7)))) {
            cache.put(key, held.record().after(changes, changes.generation(), version), write);
        } else {
            cache.forget(key);
        }
    }
}
