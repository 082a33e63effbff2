package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.StoreKey;
import io.lettuce.core.ZAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/* The sets say when to look at a session, not when it expires: an entry is made when the session is created, moved, or
 * given an earlier end, and stays as it is when the end moves on. Whoever looks too early puts it back with the end that
 * the session has by then. So neither reads, touches nor most saves cost anything, and a lost command delays a look by
 * nothing, because the entry is older than the end. There are several sets, so that a cluster shares the work.
 */
/** Remembers when to look whether a session has expired. */
final class DueSets {

    /** How many sets there are. Part of the stored format: instances of all versions must agree. */
    static final int COUNT = 8;

    /** Whoever takes an entry and dies leaves it to others after this time. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private volatile boolean inUse;

    DueSets(RedisCommands commands, KeyNames names, InstantSource clock) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
    }

    /** Begins to note what is announced; nothing is before. */
    void use() {
        inUse = true;
    }

    boolean isInUse() {
        return inUse;
    }

    /** Notes that a session will have to be looked at. Returns without waiting. */
    void note(StoreKey key, Instant due) {
        if (inUse) {
            put(key, due);
        }
    }

    /** Notes what a save has done to the end of a session. */
    void noteChange(StoreKey key, ScriptReply applied) {
        if (inUse && applied.number(3) < applied.number(4)) {
            put(key, applied.time(3));
        }
    }

    /** Puts a session back that was looked at too early. */
    void put(StoreKey key, Instant due) {
        commands.later(redis -> redis.zadd(names.due(setOf(key)), (double) due.toEpochMilli(), member(key)));
    }

    /** Gives back what was taken and not looked at, unless somebody else has looked meanwhile. */
    void giveBack(StoreKey key) {
        double now = clock.instant().toEpochMilli();
        commands.later(
                redis -> redis.zadd(names.due(setOf(key)), ZAddArgs.Builder.xx().lt(), now, member(key)));
    }

    void remove(StoreKey key) {
        commands.later(redis -> redis.zrem(names.due(setOf(key)), member(key)));
    }

    /** Takes keys that are due from a set, at most so many, so that no other instance looks at them now. */
    List<StoreKey> take(int set, int most) {
        Instant now = clock.instant();
        ScriptArguments values =
                new ScriptArguments().time(now).time(now.plus(LEASE)).number(most);
        return commands
                .run(commands.deadline(), new ScriptCall(LuaScript.EXPIRY_TAKE, values, names.due(set)))
                .fields(1)
                .stream()
                .map(member -> new StoreKey(new String(member, UTF_8)))
                .toList();
    }

    private static int setOf(StoreKey key) {
        return Math.floorMod(key.value().hashCode(), COUNT);
    }

    private static byte[] member(StoreKey key) {
        return key.value().getBytes(UTF_8);
    }
}
