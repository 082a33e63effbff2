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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The attributes of one session in one request. Safe for use by several threads of it; no lock, no I/O. */
final class SessionAttributes {

    private final AttributeFormat format;
    private final ClassLoader classLoader;
    private final ConcurrentMap<String, AttributeSlot> slots = new ConcurrentHashMap<>();

    SessionAttributes(AttributeFormat format, ClassLoader classLoader) {
        this.format = format;
        this.classLoader = classLoader;
    }

    static SessionAttributes of(SessionRecord record, AttributeFormat format, ClassLoader classLoader) {
        SessionAttributes attributes = new SessionAttributes(format, classLoader);
        record.attributes().forEach((name, stored) -> attributes.slots.put(name, AttributeSlot.unread(stored)));
        attributes.slots.remove(SessionBinding.NAME);
        return attributes;
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

    /**
     * Sets a value, and refuses what cannot be encoded while the caller is still there to hear it. Decoding it, too,
     * finds what Java serialization tells only then: a superclass without a constructor, a structure that is too deep.
     */
    void set(String name, Object value) {
        format.decode(name, format.encode(name, value), classLoader);
        slots.compute(name, (key, slot) -> AttributeSlot.written(slot == null ? null : slot.base(), value));
    }

    void remove(String name) {
        slots.computeIfPresent(name, (key, slot) -> slot.base() == null ? null : AttributeSlot.removed(slot.base()));
    }

    /** Finds out what changed since the last save. Encodes every value that the application has in its hands. */
    Delta delta() {
        Map<String, AttributeChange> changes = new HashMap<>();
        Map<String, AttributeSlot> seen = new HashMap<>();
        slots.forEach((name, slot) -> {
            AttributeChange change = change(name, slot);
            if (change != null) {
                changes.put(name, change);
                seen.put(name, slot);
            }
        });
        return new Delta(changes, seen);
    }

    /** Takes over what a save of a delta has stored. What changed meanwhile stays changed. */
    void saved(Delta delta, SessionRecord stored) {
        delta.seen().forEach((name, slot) -> {
            StoredAttribute base = stored.attributes().get(name);
            if (base == null) {
                slots.remove(name, slot);
            } else {
                slots.replace(name, slot, AttributeSlot.read(base, requireNonNull(slot.value())));
            }
        });
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
        return format.encode(name, value);
    }

    /** Returns a new object, whatever the application has in its hands. */
    Object decode(String name, StoredAttribute stored) {
        return format.decode(name, stored.value(), classLoader);
    }

    private AttributeSlot decoded(String name, StoredAttribute base) {
        try {
            return AttributeSlot.read(base, decode(name, base));
        } catch (AttributeCodecException e) {
            format.reportSetAside(name, e);
            return AttributeSlot.setAside(base);
        }
    }

    private @Nullable AttributeChange change(String name, AttributeSlot slot) {
        return switch (slot.state()) {
            case UNREAD, SET_ASIDE -> null;
            case REMOVED -> new AttributeChange.Remove(AttributeChange.ANY);
            case READ, WRITTEN -> changedValue(name, slot, requireNonNull(slot.value()));
        };
    }

    private @Nullable AttributeChange changedValue(String name, AttributeSlot slot, Object value) {
        EncodedValue encoded = format.encode(name, value);
        return isUnchanged(name, slot, encoded) ? null : new AttributeChange.Put(encoded, AttributeChange.ANY);
    }

    /**
     * Equal bytes mean an unchanged value. Unequal ones of a value that was only read do not mean a changed one yet: a
     * hash table that has shrunk encodes differently once it was decoded. Taking that for a change would let a reader
     * overwrite a writer.
     */
    private boolean isUnchanged(String name, AttributeSlot slot, EncodedValue encoded) {
        StoredAttribute base = slot.base();
        return base != null
                && (encoded.equals(base.value())
                        || (slot.state() == State.READ && encoded.equals(reencoded(name, base))));
    }

    private @Nullable EncodedValue reencoded(String name, StoredAttribute base) {
        try {
            return format.encode(name, decode(name, base));
        } catch (AttributeCodecException e) {
            return null;
        }
    }

    /**
     * What a request changed.
     *
     * @param seen the slots that the changes were computed from
     */
    record Delta(Map<String, AttributeChange> changes, Map<String, AttributeSlot> seen) {

        boolean isEmpty() {
            return changes.isEmpty();
        }
    }
}
