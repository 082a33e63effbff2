package io.cloakroom.session;

import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.StoredAttribute;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as a request sees it. Immutable, so that threads of one request can replace it atomically, and compared
 * by identity, so that no {@code equals} of the application is called for that.
 */
final class AttributeSlot {

    /** What the request did with the attribute so far. */
    enum State {
        /** Nothing: stored bytes, not decoded yet. */
        UNREAD,
        /** Decoded; the application may change the value in place. */
        READ,
        /** Not decodable here: absent for the application, its bytes left alone. */
        SET_ASIDE,
        /** Set by the application. */
        WRITTEN,
        /** Removed by the application. */
        REMOVED
    }

    private final State state;
    private final @Nullable StoredAttribute base;
    private final @Nullable EncodedValue origin;
    private final @Nullable Object value;

    private AttributeSlot(
            State state, @Nullable StoredAttribute base, @Nullable EncodedValue origin, @Nullable Object value) {
        this.state = state;
        this.base = base;
        this.origin = origin;
        this.value = value;
    }

    static AttributeSlot unread(StoredAttribute base) {
        return new AttributeSlot(State.UNREAD, base, base.value(), null);
    }

    static AttributeSlot read(StoredAttribute base, Object value) {
        return new AttributeSlot(State.READ, base, base.value(), value);
    }

    static AttributeSlot setAside(StoredAttribute base) {
        return new AttributeSlot(State.SET_ASIDE, base, base.value(), null);
    }

    static AttributeSlot written(@Nullable AttributeSlot before, Object value) {
        return before == null
                ? new AttributeSlot(State.WRITTEN, null, null, value)
                : new AttributeSlot(State.WRITTEN, before.base, before.origin, value);
    }

    AttributeSlot removed() {
        return new AttributeSlot(State.REMOVED, base, origin, null);
    }

    /** Returns this slot with what another request has stored meanwhile. */
    AttributeSlot rebased(@Nullable StoredAttribute theirs) {
        return new AttributeSlot(state, theirs, origin, value);
    }

    /**
     * Returns this slot after a save. The application keeps the object that it has in its hands, even if a merge has
     * stored another value: what it changes next is merged too.
     *
     * @param stored what is stored now
     * @param saved the bytes of this slot's value as the save saw it, or {@code null} if it saw it removed
     */
    AttributeSlot saved(StoredAttribute stored, @Nullable EncodedValue saved) {
        return value == null || saved == null ? unread(stored) : new AttributeSlot(State.READ, stored, saved, value);
    }

    State state() {
        return state;
    }

    /** Returns what is stored as far as this request knows, or {@code null} if nothing. */
    @Nullable StoredAttribute base() {
        return base;
    }

    /** Returns the bytes of what the value was derived from, or {@code null} if there was nothing. */
    @Nullable EncodedValue origin() {
        return origin;
    }

    /** Tells whether what is stored has nothing to do with what the value was derived from. */
    boolean hasDiverged() {
        return base == null ? origin != null : !base.value().equals(origin);
    }

    /** Returns the value that the application has in its hands, or {@code null} if it has none. */
    @Nullable Object value() {
        return value;
    }

    boolean isVisible() {
        return state != State.SET_ASIDE && state != State.REMOVED;
    }
}
