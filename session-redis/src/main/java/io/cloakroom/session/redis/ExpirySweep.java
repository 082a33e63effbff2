package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.SessionException;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Looks at all sets for one listener: tells of each session that has expired and that it is the first to claim. What
 * one has taken the others leave alone for a while; what it does not come to it gives back. A claim may be repeated, so
 * an answer that gets lost is no event that gets lost. Used by one thread.
 */
final class ExpirySweep {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final int BATCH = 100;

    /** How long a claimed session waits for its claimant to ask again: longer than an outage of the usual kind. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private final DueSets due;
    private final OwnerIndex index;
    private final ExpiryListener listener;
    private final String claimant = UUID.randomUUID().toString();

    /** What was told and may be there still. */
    private final Set<StoreKey> told = new HashSet<>();

    ExpirySweep(
            RedisCommands commands,
            KeyNames names,
            InstantSource clock,
            DueSets due,
            OwnerIndex index,
            ExpiryListener listener) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
        this.due = due;
        this.index = index;
        this.listener = listener;
    }

    /**
     * Looks once. In random order: instances that look at the same time look at different sets.
     *
     * @param goOn is asked before each session
     */
    void run(BooleanSupplier goOn) {
        List<Integer> sets =
                new ArrayList<>(IntStream.range(0, DueSets.COUNT).boxed().toList());
        Collections.shuffle(sets);
        for (int set : sets) {
            boolean more = true;
            while (more && goOn.getAsBoolean()) {
                List<StoreKey> taken = due.take(set, BATCH);
                claimAll(taken, goOn);
                more = taken.size() == BATCH;
            }
        }
    }

    private void claimAll(List<StoreKey> taken, BooleanSupplier goOn) {
        Queue<StoreKey> left = new ArrayDeque<>(taken);
        try {
            while (!left.isEmpty() && goOn.getAsBoolean()) {
                claimOrSkip(left.element());
                left.remove();
            }
        } finally {
            left.forEach(due::giveBack);
        }
    }

    /**
     * A session that cannot be claimed must not keep others from it: it is looked at again when its lease has ended.
     */
    private void claimOrSkip(StoreKey key) {
        try {
            claim(key);
        } catch (SessionStoreUnavailableException e) {
            throw e;
        } catch (SessionException e) {
            log.log(WARNING, "An expired session cannot be claimed.", e);
        }
    }

    private void claim(StoreKey key) {
        if (!told.contains(key)) {
            ScriptReply reply = claimed(key);
            if (reply.is("alive")) {
                due.put(key, reply.time(1));
                return;
            }
            if (reply.is("unknown")) {
                log.log(DEBUG, "A session of another format is left to those who know it.");
                return;
            }
            if (reply.is("claimed")) {
                tell(key, reply.record(1));
                told.add(key);
            }
        }
        end(key);
    }

    private ScriptReply claimed(StoreKey key) {
        ScriptArguments values = new ScriptArguments()
                .time(clock.instant())
                .text(claimant)
                .duration(CLAIM)
                .text(HashLayout.FORMAT);
        return commands.runRepeatably(
                commands.deadline(), new ScriptCall(LuaScript.EXPIRY_CLAIM, values, names.session(key)));
    }

    /** Removes what is left: the session first, because its entry leads to it. */
    private void end(StoreKey key) {
        if (told.contains(key)) {
            commands.repeatably(commands.deadline(), redis -> redis.del(names.session(key)));
            told.remove(key);
        }
        due.remove(key);
    }

    private void tell(StoreKey key, SessionRecord last) {
        SessionOwner owner = last.metadata().owner();
        if (owner != null) {
            index.removeLater(owner.principal(), key);
        }
        try {
            listener.expired(key, last);
        } catch (RuntimeException | Error e) {
            log.log(WARNING, "A listener of expired sessions has failed.", e);
        }
    }

    /** Says that a look was in vain, which the next one makes good. */
    static void logFailure(Throwable e) {
        if (e instanceof SessionStoreUnavailableException) {
            log.log(DEBUG, () -> "Expired sessions are claimed later: " + e.getMessage());
        } else {
            log.log(WARNING, "Expired sessions cannot be claimed.", e);
        }
    }
}
