package io.cloakroom.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's listeners, and the attribute values that listen themselves, what happens to sessions. A
 * listener that throws is logged, the first time as a warning, and neither the request nor the other listeners notice.
 */
final class SessionListeners {

    private static final Logger log = System.getLogger(SessionListeners.class.getName());

    private final List<EventListener> all;
    private final List<HttpSessionListener> lifeCycle;
    private final List<HttpSessionListener> lifeCycleReversed;
    private final List<HttpSessionAttributeListener> attributes;
    private final List<HttpSessionIdListener> ids;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    private SessionListeners(List<EventListener> all) {
        this.all = all;
        this.lifeCycle = those(all, HttpSessionListener.class);
        this.attributes = those(all, HttpSessionAttributeListener.class);
        this.ids = those(all, HttpSessionIdListener.class);
        List<HttpSessionListener> reversed = new ArrayList<>(lifeCycle);
        Collections.reverse(reversed);
        this.lifeCycleReversed = reversed;
    }

    static SessionListeners of(Collection<? extends EventListener> listeners) {
        return new SessionListeners(List.copyOf(listeners));
    }

    private static <L> List<L> those(List<EventListener> all, Class<L> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Tells whether a class is of a kind that is registered; values that listen themselves are not. */
    static boolean isListener(Class<?> type) {
        return HttpSessionListener.class.isAssignableFrom(type)
                || HttpSessionAttributeListener.class.isAssignableFrom(type)
                || HttpSessionIdListener.class.isAssignableFrom(type);
    }

    SessionListeners and(Collection<? extends EventListener> more) {
        List<EventListener> both = new ArrayList<>(all);
        both.addAll(more);
        return of(both);
    }

    boolean hasInstanceOf(Class<?> type) {
        return all.stream().anyMatch(listener -> listener.getClass() == type);
    }

    boolean wantAttributes() {
        return !attributes.isEmpty();
    }

    /** Tells whether anybody is known who wants to hear that a session has ended. */
    boolean hearOfEnds() {
        return !lifeCycle.isEmpty() || !attributes.isEmpty();
    }

    void created(HttpSession session) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        lifeCycle.forEach(listener -> tell(listener, each -> each.sessionCreated(event)));
    }

    /** To be called while the attributes can still be read. */
    void destroyed(HttpSession session) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        lifeCycleReversed.forEach(listener -> tell(listener, each -> each.sessionDestroyed(event)));
    }

    void idChanged(HttpSession session, String oldId) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        ids.forEach(listener -> tell(listener, each -> each.sessionIdChanged(event, oldId)));
    }

    /** To be called before a value can be got from the session. Setting what is there already binds nothing. */
    void binding(HttpSession session, String name, @Nullable Object before, Object value) {
        if (value != before && value instanceof HttpSessionBindingListener bound) {
            tell(bound, each -> each.valueBound(new HttpSessionBindingEvent(session, name, value)));
        }
    }

    /** To be called when the session has the new value, or none, instead of the old one. */
    void changed(HttpSession session, String name, @Nullable Object before, @Nullable Object after) {
        if (before != after && before instanceof HttpSessionBindingListener unbound) {
            tell(unbound, each -> each.valueUnbound(new HttpSessionBindingEvent(session, name, before)));
        }
        if (before == null && after != null) {
            HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, after);
            attributes.forEach(listener -> tell(listener, each -> each.attributeAdded(event)));
        } else if (before != null && after != null) {
            HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, before);
            attributes.forEach(listener -> tell(listener, each -> each.attributeReplaced(event)));
        } else if (before != null) {
            HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, before);
            attributes.forEach(listener -> tell(listener, each -> each.attributeRemoved(event)));
        }
    }

    /** Runs one call of the application's code. Not every language of the JVM declares what it throws. */
    <L> void tell(L listener, Consumer<L> call) {
        try {
            call.accept(listener);
        } catch (Exception e) {
            String name = listener.getClass().getName();
            log.log(failed.add(name) ? Level.WARNING : Level.DEBUG, () -> "Session listener " + name + " failed", e);
        }
    }
}
