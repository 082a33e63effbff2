package io.cloakroom.session.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.redis.OwnerIndex.Announcement;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import io.cloakroom.session.store.SessionStoreException;
import io.cloakroom.session.store.StoreKey;
import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/* Between two slots of a cluster there is no atomic step, so a session moves in three: it is read; it is stored under
 * the new key, with the changes; and, only if nobody has changed it meanwhile, the old key becomes a forward pointer.
 * Until the last step the old key is the session and the new one a copy that nobody knows the id of; from then on it is
 * the other way round. An instance that dies before the last step leaves the copy to its expiry.
 *
 * Every step may be repeated. The copy is marked with where it came from and the version with which it arrived: a
 * repetition replaces it as long as it has that version, and leaves it alone once somebody has followed the pointer.
 */
/** Moves a session to another key: in one step where one server has both keys, else in three. */
final class IdChange {

    private static final System.Logger log = System.getLogger(RedisSessionStore.class.getName());

    private final RedisCommands commands;
    private final KeyNames names;
    private final ChangeArguments arguments;
    private final OwnerIndex index;
    private final DueSets due;

    IdChange(RedisCommands commands, KeyNames names, ChangeArguments arguments, OwnerIndex index, DueSets due) {
        this.commands = commands;
        this.names = names;
        this.arguments = arguments;
        this.index = index;
        this.due = due;
    }

    ChangeOutcome run(StoreKey from, StoreKey to, SessionChanges changes) {
        int source = SlotHash.getSlot(names.session(from));
        int target = SlotHash.getSlot(names.session(to));
        Move move = new Move(from, to, changes);
        return commands.isSharded() && source != target ? move.inSteps() : move.atOnce();
    }

    /** One move. */
    private final class Move {

        private final StoreKey from;
        private final StoreKey to;
        private final SessionChanges changes;
        private final Deadline deadline = commands.deadline();

        /** In whose index the new key is, as {@link SessionOwner#toText}; empty if in none. */
        private String announcedTo = "";

        private @Nullable Announcement announced;

        Move(StoreKey from, StoreKey to, SessionChanges changes) {
            this.from = from;
            this.to = to;
            this.changes = changes;
        }

        ChangeOutcome atOnce() {
            announce(changes.owner() == null ? "" : changes.owner().toText());
            while (true) {
                ScriptArguments values = arguments
                        .of(changes)
                        .text(to.value())
                        .duration(ChangeArguments.TRACE)
                        .text(announcedTo)
                        .attributes(changes);
                ScriptReply reply = commands.run(
                        deadline, new ScriptCall(LuaScript.CHANGE_ID, values, names.session(from), names.session(to)));
                if (!reply.is("owned")) {
                    return settled(reply);
                }
                announce(reply.text(1));
            }
        }

        ChangeOutcome inSteps() {
            boolean copied = false;
            while (true) {
                ScriptReply read = read();
                if (!read.is("ready")) {
                    return refused(read.outcome(), copied);
                }
                HashFields fields = new HashFields(read.fields(1));
                announce(
                        changes.owner() == null
                                ? fields.text("o")
                                : changes.owner().toText());
                ScriptReply arrived = copy(fields);
                copied = true;
                ScriptReply departed = depart(fields);
                if (departed.is("departed") || isHere(departed)) {
                    return settled(arrived);
                }
                if (!departed.is("changed")) {
                    return refused(departed.outcome(), true);
                }
                commands.pauseOrGiveUp(deadline);
            }
        }

        /** Puts the new key into the index of the owner, before the session is there. */
        private void announce(String owner) {
            if (!owner.equals(announcedTo)) {
                announcedTo = owner;
                announced =
                        owner.isEmpty() ? null : index.announce(deadline, SessionOwner.ofText(owner), to, from, null);
            }
        }

        private ChangeOutcome settled(ScriptReply reply) {
            if (reply.is("applied")) {
                index.settle(deadline, announced, from, reply);
                due.note(to, reply.time(3));
            }
            // an earlier try of the caller was completed, and the session has been changed since
            return reply.is("arrived") ? new ChangeOutcome.Moved(to, changes.generation() + 1) : reply.outcome();
        }

        private ScriptReply read() {
            ScriptArguments values = arguments.of(changes).expectations(changes);
            return commands.runRepeatably(deadline, new ScriptCall(LuaScript.MOVE_READ, values, names.session(from)));
        }

        private ScriptReply copy(HashFields fields) {
            ScriptArguments values = arguments
                    .of(changes)
                    .text(from.value())
                    .number(fields.all().size())
                    .all(fields.all())
                    .attributes(changes);
            ScriptReply reply =
                    commands.runRepeatably(deadline, new ScriptCall(LuaScript.MOVE_IN, values, names.session(to)));
            if (reply.is("taken")) {
                throw reply.taken();
            }
            return reply;
        }

        private ScriptReply depart(HashFields fields) {
            ScriptArguments values = arguments
                    .of(changes.generation())
                    .duration(ChangeArguments.TRACE)
                    .text(to.value())
                    .text(fields.text("v"))
                    .text(fields.text("l"))
                    .text(fields.text("x"));
            return commands.runRepeatably(deadline, new ScriptCall(LuaScript.MOVE_OUT, values, names.session(from)));
        }

        /** Tells whether an earlier try of the last step got through although its answer was lost. */
        private boolean isHere(ScriptReply departed) {
            return departed.is("moved") && departed.text(1).equals(to.value());
        }

        private ChangeOutcome refused(ChangeOutcome outcome, boolean copied) {
            boolean isHere =
                    outcome instanceof ChangeOutcome.Moved moved && moved.key().equals(to);
            if (copied && !isHere) {
                removeCopy();
            }
            return outcome;
        }

        /** If that fails, the copy ends with its expiry: nobody knows its id. */
        private void removeCopy() {
            try {
                ScriptArguments values = new ScriptArguments().text(from.value());
                commands.runRepeatably(deadline, new ScriptCall(LuaScript.MOVE_UNDO, values, names.session(to)));
            } catch (SessionStoreException e) {
                log.log(DEBUG, () -> "A copy of a session stays until it expires: " + e.getMessage());
            }
        }
    }

    /**
     * The fields of a hash as they were read.
     *
     * @param all each field, followed by its value
     */
    private record HashFields(List<byte[]> all) {

        /** Returns what a field holds, or an empty text. */
        String text(String name) {
            byte[] field = name.getBytes(UTF_8);
            for (int i = 0; i < all.size(); i += 2) {
                if (Arrays.equals(all.get(i), field)) {
                    return new String(all.get(i + 1), UTF_8);
                }
            }
            return "";
        }
    }
}
