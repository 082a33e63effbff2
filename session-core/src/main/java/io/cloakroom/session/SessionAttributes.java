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
    private final ClassLoader classLoader;
    private final ConcurrentMap<String, AttributeSlot> slots = new ConcurrentHashMap<>();
    private volatile Activation activation = Activation.none();

    SessionAttributes(AttributeFormat format, ClassLoader classLoader) {
        this.format = format;
        this.classLoader = classLoader;
    }

    static SessionAttributes of(SessionRecord record, AttributeFormat format, ClassLoader classLoader) {
        SessionAttributes attributes = new SessionAttributes(format, classLoader);
        record.attributes().forEach((name, stored) -> attributes.slots.put(name, AttributeSlot.unread(stored)));
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
        requireEncodable(value);
        put(name, value);
    }

    /**
     * Refuses what cannot be encoded while the caller is still there to hear it. Decoding it, too, finds what Java
     * serialization tells only then: a superclass without a constructor, a structure that is too deep.
     */
    void requireEncodable(Object value) {
        format.decode(format.encode(value), classLoader);
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
            } else if (slot.value() == before && slots.replace(name, slot, AttributeSlot.written(slot.base(), value))) {
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
                    && (base == null
                            ? slots.remove(name, slot)
                            : slots.replace(name, slot, AttributeSlot.removed(base)))) {
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

    /** Finds out what changed since the last save. Encodes every value that the application has in its hands. */
    Delta delta() {
        Map<String, AttributeChange> changes = new HashMap<>();
        Map<String, AttributeSlot> seen = new HashMap<>();
        slots.forEach((name, slot) -> {
            AttributeChange change = change(slot);
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

    EncodedValue encode(Object value) {
        return activation.whilePassive(value, () -> format.encode(value));
    }

    /** Returns a new object, whatever the application has in its hands. */
    Object decode(StoredAttribute stored) {
        Object value = format.decode(stored.value(), classLoader);
        activation.didActivate(value);
        return value;
    }

    private AttributeSlot decoded(String name, StoredAttribute base) {
        try {
            return AttributeSlot.read(base, decode(base));
        } catch (AttributeCodecException e) {
            format.reportSetAside(name, e);
            return AttributeSlot.setAside(base);
        }
    }

    private @Nullable AttributeChange change(AttributeSlot slot) {
        return switch (slot.state()) {
            case UNREAD, SET_ASIDE -> null;
            case REMOVED -> new AttributeChange.Remove(AttributeChange.ANY);
            case READ, WRITTEN -> changedValue(slot, requireNonNull(slot.value()));
        };
    }

    private @Nullable AttributeChange changedValue(AttributeSlot slot, Object value) {
        EncodedValue encoded = encode(value);
        return isUnchanged(slot, encoded) ? null : new AttributeChange.Put(encoded, AttributeChange.ANY);
    }

    /**
     * Equal bytes mean an unchanged value. Unequal ones of a value that was only read do not mean a changed one yet: a
     * hash table that has shrunk encodes differently once it was decoded. Taking that for a change would let a reader
     * overwrite a writer.
     */
    private boolean isUnchanged(AttributeSlot slot, EncodedValue encoded) {
        StoredAttribute base = slot.base();
        return base != null
                && (encoded.equals(base.value()) || (slot.state() == State.READ && encoded.equals(reencoded(base))));
    }

    private @Nullable EncodedValue reencoded(StoredAttribute base) {
        try {
            Object copy = decode(base);
            activation.willPassivate(copy);
            return format.encode(copy);
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
