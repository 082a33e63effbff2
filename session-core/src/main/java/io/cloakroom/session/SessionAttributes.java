package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.AttributeSlot.State;
import io.cloakroom.session.codec.AttributeCodecException;
import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoredAttribute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The attributes of one session in one request. Safe for use by several threads of it; no lock, no I/O. */
final class SessionAttributes {

    private final AttributeFormat format;
    private final AttributePolicies policies;
    private final ClassLoader classLoader;
    private final ConcurrentMap<String, AttributeSlot> slots = new ConcurrentHashMap<>();
    private volatile Activation activation = Activation.none();

    SessionAttributes(AttributeFormat format, AttributePolicies policies, ClassLoader classLoader) {
        this.format = format;
        this.policies = policies;
        this.classLoader = classLoader;
    }

    static SessionAttributes of(
            SessionRecord record, AttributeFormat format, AttributePolicies policies, ClassLoader classLoader) {
        SessionAttributes attributes = new SessionAttributes(format, policies, classLoader);
        record.attributes().forEach((name, stored) -> attributes.slots.put(name, AttributeSlot.unread(stored)));
        attributes.slots.remove(SessionBinding.NAME);
        return attributes;
    }

    /** Says who tells the values that they come from and go to the store. */
    void activateBy(Activation values) {
        activation = values;
    }

    @Nullable Object get(String name) {
        AttributeSlot slot = slots.get(name);
        while (slot != null && slot.state() == State.UNREAD) {
            slots.replace(name, slot, decoded(name, requireNonNull(slot.base())));
            slot = slots.get(name);
        }
        return slot == null ? null : slot.value();
    }

    List<String> names() {
        return slots.entrySet().stream()
                .filter(entry -> entry.getValue().isVisible())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isEmpty() {
        return slots.values().stream().noneMatch(AttributeSlot::isVisible);
    }

    void set(String name, Object value) {
        requireEncodable(name, value);
        put(name, value);
    }

    /**
     * Refuses what cannot be encoded while the caller is still there to hear it. Decoding it, too, finds what Java
     * serialization tells only then: a superclass without a constructor, a structure that is too deep.
     */
    void requireEncodable(String name, Object value) {
        format.decode(name, format.encode(name, value), classLoader);
    }

    /** Sets a value and returns the one that it replaces. */
    @Nullable Object put(String name, Object value) {
        while (true) {
            Object before = get(name);
            AttributeSlot slot = slots.get(name);
            if (slot == null) {
                if (slots.putIfAbsent(name, AttributeSlot.written(null, value)) == null) {
                    return null;
                }
            } else if (slot.value() == before && slots.replace(name, slot, AttributeSlot.written(slot, value))) {
                return before;
            }
        }
    }

    /** Removes a value and returns it. */
    @Nullable Object remove(String name) {
        while (true) {
            Object before = get(name);
            AttributeSlot slot = slots.get(name);
            if (slot == null) {
                return null;
            }
            StoredAttribute base = slot.base();
            if (slot.value() == before
                    && (base == null ? slots.remove(name, slot) : slots.replace(name, slot, slot.removed()))) {
                return before;
            }
        }
    }

    /** Returns the value that the application has in its hands, or {@code null} if it has none. */
    @Nullable Object held(String name) {
        AttributeSlot slot = slots.get(name);
        return slot == null ? null : slot.value();
    }

    void rest() {
        activation.rest(held());
    }

    void resume() {
        activation.resume(held());
    }

    private List<Object> held() {
        return slots.values().stream()
                .map(AttributeSlot::value)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Finds out what changed since the last save. Encodes every value that the application has in its hands, and merges
     * what {@link #rebase} has found to need it.
     */
    Delta delta() {
        Map<String, AttributeChange> changes = new HashMap<>();
        Map<String, Seen> seen = new HashMap<>();
        slots.forEach((name, slot) -> {
            Seen candidate = seen(name, slot);
            if (candidate != null) {
                changes.put(name, change(name, candidate));
                seen.put(name, candidate);
            }
        });
        return new Delta(changes, seen);
    }

    /** Tells how many attributes of a delta are merged from the changes of several requests. */
    long merges(Delta delta) {
        return delta.seen().entrySet().stream()
                .filter(seen -> policies.of(seen.getKey()).merge() != null)
                .filter(seen -> seen.getValue().slot().hasDiverged())
                .count();
    }

    /** Takes over what a save of a delta has stored. What changed meanwhile stays changed. */
    void saved(Delta delta, SessionRecord stored) {
        delta.seen().forEach((name, seen) -> {
            StoredAttribute base = stored.attributes().get(name);
            if (base == null) {
                slots.remove(name, seen.slot());
            } else {
                slots.replace(name, seen.slot(), seen.slot().saved(base, seen.encoded()));
            }
        });
    }

    /**
     * Takes over what other requests have stored under the names that a save has refused, so that the next delta is
     * about what is stored now.
     *
     * @return a name in conflict
     * @throws SessionConflictException if the policy of one is to fail; nothing is taken over then
     */
    String rebase(Delta delta, SessionRecord stored) {
        List<String> names = delta.changes().entrySet().stream()
                .filter(change -> change.getValue().expectedVersion() != AttributeChange.ANY)
                .filter(change -> change.getValue().expectedVersion() != version(stored, change.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        for (String name : names) {
            if (policies.of(name).merge() == null) {
                throw SessionConflictException.refused(name);
            }
        }
        for (String name : names) {
            slots.computeIfPresent(
                    name, (key, slot) -> slot.rebased(stored.attributes().get(key)));
        }
        return names.isEmpty() ? "" : names.get(0);
    }

    private static long version(SessionRecord stored, String name) {
        StoredAttribute attribute = stored.attributes().get(name);
        return attribute == null ? AttributeChange.ABSENT : attribute.version();
    }

    /** Returns what is stored under a name as far as this request knows. */
    @Nullable StoredAttribute base(String name) {
        AttributeSlot slot = slots.get(name);
        return slot == null ? null : slot.base();
    }

    /** Takes over what another request has stored. */
    void refresh(String name, @Nullable StoredAttribute stored) {
        if (stored == null) {
            slots.remove(name);
        } else {
            slots.put(name, AttributeSlot.unread(stored));
        }
    }

    void saved(String name, StoredAttribute stored, Object value) {
        slots.put(name, AttributeSlot.read(stored, value));
    }

    EncodedValue encode(String name, Object value) {
        return activation.whilePassive(value, () -> format.encode(name, value));
    }

    /** Returns a new object, whatever the application has in its hands. */
    Object decode(String name, StoredAttribute stored) {
        Object value = format.decode(name, stored.value(), classLoader);
        activation.didActivate(value);
        return value;
    }

    private AttributeSlot decoded(String name, StoredAttribute base) {
        try {
            return AttributeSlot.read(base, decode(name, base));
        } catch (AttributeCodecException e) {
            format.reportSetAside(name, e);
            return AttributeSlot.setAside(base);
        }
    }

    /** Returns what a save sees of a slot, or {@code null} if there is nothing to save. */
    private @Nullable Seen seen(String name, AttributeSlot slot) {
        return switch (slot.state()) {
            case UNREAD, SET_ASIDE -> null;
            case REMOVED -> new Seen(slot, null);
            case READ -> policies.dirtyChecking() ? seenIfChanged(name, slot) : null;
            case WRITTEN -> seenIfChanged(name, slot);
        };
    }

    private @Nullable Seen seenIfChanged(String name, AttributeSlot slot) {
        EncodedValue encoded = encode(name, requireNonNull(slot.value()));
        return isUnchanged(name, slot, encoded) ? null : new Seen(slot, encoded);
    }

    private AttributeChange change(String name, Seen seen) {
        ConflictPolicy policy = policies.of(name);
        if (!policy.detectsConflicts()) {
            return change(seen.encoded(), AttributeChange.ANY);
        }
        StoredAttribute base = seen.slot().base();
        long expected = base == null ? AttributeChange.ABSENT : base.version();
        ConflictPolicy.TypedMerge<?> merge = policy.merge();
        return change(
                merge != null && seen.slot().hasDiverged() ? merged(name, merge, seen) : seen.encoded(), expected);
    }

    private static AttributeChange change(@Nullable EncodedValue next, long expectedVersion) {
        return next == null
                ? new AttributeChange.Remove(expectedVersion)
                : new AttributeChange.Put(next, expectedVersion);
    }

    private @Nullable EncodedValue merged(String name, ConflictPolicy.TypedMerge<?> merge, Seen seen) {
        StoredAttribute stored = seen.slot().base();
        Object base;
        Object mine;
        Object theirs;
        try {
            base = copy(name, merge, seen.slot().origin());
            mine = copy(name, merge, seen.encoded());
            theirs = copy(name, merge, stored == null ? null : stored.value());
        } catch (AttributeCodecException | ClassCastException e) {
            throw SessionConflictException.unmergeable(name, e);
        }
        Object merged = merge.apply(base, mine, theirs);
        return merged == null ? null : format.encode(name, merged);
    }

    private @Nullable Object copy(String name, ConflictPolicy.TypedMerge<?> merge, @Nullable EncodedValue value) {
        return value == null ? null : merge.type().cast(format.decode(name, value, classLoader));
    }

    /**
     * Equal bytes mean an unchanged value. Unequal ones of a value that was only read do not mean a changed one yet: a
     * hash table that has shrunk encodes differently once it was decoded. Taking that for a change would let a reader
     * overwrite a writer.
     */
    private boolean isUnchanged(String name, AttributeSlot slot, EncodedValue encoded) {
        EncodedValue origin = slot.origin();
        return origin != null
                && (encoded.equals(origin) || (slot.state() == State.READ && encoded.equals(reencoded(name, origin))));
    }

    private @Nullable EncodedValue reencoded(String name, EncodedValue origin) {
        try {
            Object copy = format.decode(name, origin, classLoader);
            activation.didActivate(copy);
            activation.willPassivate(copy);
            return format.encode(name, copy);
        } catch (AttributeCodecException e) {
            return null;
        }
    }

    /**
     * What a request changed.
     *
     * @param seen what the changes were computed from
     */
    record Delta(Map<String, AttributeChange> changes, Map<String, Seen> seen) {

        boolean isEmpty() {
            return changes.isEmpty();
        }

        /** Returns the attributes of a session that is stored for the first time. */
        Map<String, StoredAttribute> firstVersions() {
            Map<String, StoredAttribute> attributes = new HashMap<>();
            changes.forEach((name, change) -> {
                if (change instanceof AttributeChange.Put put) {
                    attributes.put(name, new StoredAttribute(put.value(), 1));
                }
            });
            return attributes;
        }
    }

    /**
     * What a save saw of an attribute.
     *
     * @param encoded the bytes of the slot's value at that moment; {@code null} if it is removed
     */
    record Seen(AttributeSlot slot, @Nullable EncodedValue encoded) {}
}
