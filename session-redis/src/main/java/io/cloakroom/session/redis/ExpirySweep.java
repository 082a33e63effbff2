package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.cloakroom.session.store.ExpiryEvents.ExpiryListener;
import io.cloakroom.session.store.SessionException;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.SessionStoreUnavailableException;
import io.cloakroom.session.store.StoreKey;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * One look at all sets: removes each session that has expired and that this instance is the first to claim, and tells
 * of it. What one instance has taken the others leave alone for a while; what it does not come to it gives back.
 */
final class ExpirySweep {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private static final int BATCH = 100;

    private final RedisCommands commands;
    private final KeyNames names;
    private final InstantSource clock;
    private final DueSets due;
    private final OwnerIndex index;

    ExpirySweep(RedisCommands commands, KeyNames names, InstantSource clock, DueSets due, OwnerIndex index) {
        this.commands = commands;
        this.names = names;
        this.clock = clock;
        this.due = due;
        this.index = index;
    }

    /**
     * Looks once. In random order: instances that look at the same time look at different sets.
     *
     * @param listener hears of what this look claims
     * @param goOn is asked before each command
     */
    void run(ExpiryListener listener, BooleanSupplier goOn) {
        List<Integer> sets =
                new ArrayList<>(IntStream.range(0, DueSets.COUNT).boxed().toList());
        Collections.shuffle(sets);
        for (int set : sets) {
            boolean more = true;
            while (more && goOn.getAsBoolean()) {
                List<StoreKey> taken = due.take(set, BATCH);
                claimAll(taken, listener, goOn);
                more = taken.size() == BATCH;
            }
        }
    }

    private void claimAll(List<StoreKey> taken, ExpiryListener listener, BooleanSupplier goOn) {
        Queue<StoreKey> left = new ArrayDeque<>(taken);
        try {
            while (!left.isEmpty() && goOn.getAsBoolean()) {
                claimOrSkip(left.element(), listener);
                left.remove();
            }
        } finally {
            left.forEach(due::giveBack);
        }
    }

    /**
     * A session that cannot be claimed must not keep others from it: it is looked at again when its lease has ended.
     */
    private void claimOrSkip(StoreKey key, ExpiryListener listener) {
        try {
            claim(key, listener);
        } catch (SessionStoreUnavailableException e) {
            throw e;
        } catch (SessionException e) {
            log.log(WARNING, "An expired session cannot be claimed.", e);
        }
    }

    private void claim(StoreKey key, ExpiryListener listener) {
        ScriptArguments values = new ScriptArguments().time(clock.instant());
        ScriptReply reply =
                commands.run(commands.deadline(), new ScriptCall(LuaScript.EXPIRY_CLAIM, values, names.session(key)));
        if (reply.is("alive")) {
            due.put(key, reply.time(1));
            return;
        }
        due.remove(key);
        if (reply.is("claimed")) {
            tell(key, reply.record(1), listener);
        }
    }

    private void tell(StoreKey key, SessionRecord last, ExpiryListener listener) {
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
    static void logFailure(RuntimeException e) {
        if (e instanceof SessionStoreUnavailableException) {
            log.log(DEBUG, () -> "Expired sessions are claimed later: " + e.getMessage());
        } else {
            log.log(WARNING, "Expired sessions cannot be claimed.", e);
        }
    }
}
