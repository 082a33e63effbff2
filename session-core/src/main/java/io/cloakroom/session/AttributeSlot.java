package io.cloakroom.session;

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
    private final @Nullable Object value;

    private AttributeSlot(State state, @Nullable StoredAttribute base, @Nullable Object value) {
        this.state = state;
        this.base = base;
        this.value = value;
    }

    static AttributeSlot unread(StoredAttribute base) {
        return new AttributeSlot(State.UNREAD, base, null);
    }

    static AttributeSlot read(StoredAttribute base, Object value) {
        return new AttributeSlot(State.READ, base, value);
    }

    static AttributeSlot setAside(StoredAttribute base) {
        return new AttributeSlot(State.SET_ASIDE, base, null);
    }

    static AttributeSlot written(@Nullable StoredAttribute base, Object value) {
        return new AttributeSlot(State.WRITTEN, base, value);
    }

    static AttributeSlot removed(@Nullable StoredAttribute base) {
        return new AttributeSlot(State.REMOVED, base, null);
    }

    State state() {
        return state;
    }

    /** Returns what is stored as far as this request knows, or {@code null} if nothing. */
    @Nullable StoredAttribute base() {
        return base;
    }

    /** Returns the value that the application has in its hands, or {@code null} if it has none. */
    @Nullable Object value() {
        return value;
    }

    boolean isVisible() {
        return state != State.SET_ASIDE && state != State.REMOVED;
    }
}
