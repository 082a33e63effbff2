package io.cloakroom.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the attribute values that want to know when they have come from the store and when they are about to go there:
 * activation follows decoding, passivation precedes encoding. A value that the request goes on with after it was
 * encoded is activated again; one that the request leaves behind is not, so that what an activation acquires, a
 * passivation releases.
 */
final class Activation {

    private final @Nullable HttpSession session;
    private final SessionListeners listeners;
    private final AtomicBoolean resting = new AtomicBoolean();

    private Activation(@Nullable HttpSession session, SessionListeners listeners) {
        this.session = session;
        this.listeners = listeners;
    }

    static Activation none() {
        return new Activation(null, SessionListeners.of(List.of()));
    }

    static Activation of(HttpSession session, SessionListeners listeners) {
        return new Activation(session, listeners);
    }

    void didActivate(Object value) {
        if (session != null && value instanceof HttpSessionActivationListener active) {
            listeners.tell(active, each -> each.sessionDidActivate(new HttpSessionEvent(session)));
        }
    }

    void willPassivate(Object value) {
        if (session != null && value instanceof HttpSessionActivationListener active) {
            listeners.tell(active, each -> each.sessionWillPassivate(new HttpSessionEvent(session)));
        }
    }

    /** Runs what encodes a value that the application has in its hands. */
    <T> T whilePassive(Object value, Supplier<T> encoding) {
        if (resting.get()) {
            return encoding.get();
        }
        willPassivate(value);
        try {
            return encoding.get();
        } finally {
            didActivate(value);
        }
    }

    /** The request is over: its values stay passive. */
    void rest(Collection<Object> values) {
        if (resting.compareAndSet(false, true)) {
            values.forEach(this::willPassivate);
        }
    }

    /** The request was not over yet: an error page follows. */
    void resume(Collection<Object> values) {
        if (resting.compareAndSet(true, false)) {
            values.forEach(this::didActivate);
        }
    }
}
