package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.EncodedValue;
import io.cloakroom.session.store.StoredAttribute;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Read, apply, compare and set, until nobody else was faster. Each try works on a freshly decoded value, so that a
 * change that fails halfway leaves nothing behind in the object that the application holds.
 */
final class AtomicUpdate<T> {

    private final LiveSession session;
    private final String name;
    private final Class<T> type;
    private final Supplier<? extends T> initial;
    private final UnaryOperator<T> change;

    AtomicUpdate(
            LiveSession session, String name, Class<T> type, Supplier<? extends T> initial, UnaryOperator<T> change) {
        this.session = session;
        this.name = name;
        this.type = type;
        this.initial = initial;
        this.change = change;
    }

    /** Updates a session that no other request can know yet: it is saved with everything else. */
    T runLocally() {
        T next = applied(session.attributes().get(name));
        session.attributes().set(name, next);
        return next;
    }

    T run(SessionSettings settings) {
        session.save();
        Contention contention = new Contention(settings.budget());
        while (session.isStored()) {
            StoredAttribute base = session.attributes().base(name);
            T next = applied(base == null ? null : session.attributes().decode(name, base));
            EncodedValue encoded = session.attributes().encode(name, next);
            long expected = base == null ? AttributeChange.ABSENT : base.version();
            if (session.compareAndSave(name, new AttributeChange.Put(encoded, expected), next)) {
                return next;
            }
            contention.pause(name);
        }
        throw new SessionEndedException();
    }

    private T applied(@Nullable Object current) {
        T value = type.cast(current == null ? requireNonNull(initial.get(), "initial value") : current);
        return requireNonNull(change.apply(value), "changed value");
    }
}
