package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the application sees of a session: the rules of the Servlet specification around a {@link LiveSession}. */
final class RequestSession implements HttpSession {

    private final SessionExchange exchange;
    private final LiveSession session;
    private final SessionListeners listeners;

    /** Whether the listeners know of the session and do not take it for destroyed. */
    private final AtomicBoolean announced;

    RequestSession(SessionExchange exchange, LiveSession session, SessionListeners listeners) {
        this.exchange = exchange;
        this.session = session;
        this.listeners = listeners;
        this.announced = new AtomicBoolean(!session.isNew());
        session.attributes().activateBy(Activation.of(this, listeners));
    }

    /** To be called before the application gets the session. */
    RequestSession announce() {
        if (!announced.get() && announced.compareAndSet(false, true)) {
            listeners.created(this);
        }
        return this;
    }

    /** To be called at the end of the request: a session that nothing was put into ends with it. */
    void drop() {
        if (session.isToBeDropped() && announced.compareAndSet(true, false)) {
            listeners.destroyed(this);
        }
    }

    LiveSession session() {
        return session;
    }

    @Override
    public String getId() {
        return session.id();
    }

    @Override
    public ServletContext getServletContext() {
        return exchange.servletContext();
    }

    @Override
    public long getCreationTime() {
        return valid().createdAt().toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return valid().previousAccess().toEpochMilli();
    }

    @Override
    public boolean isNew() {
        return valid().isNew();
    }

    /**
     * Zero or less stands for "until the absolute lifetime is over"; {@link #getMaxInactiveInterval} says zero then.
     */
    @Override
    public void setMaxInactiveInterval(int seconds) {
        exchange.requireClientCanLearn();
        session.setInterval(Duration.ofSeconds(Math.max(0, seconds)));
    }

    @Override
    public int getMaxInactiveInterval() {
        return (int) Math.min(Integer.MAX_VALUE, session.interval().toSeconds());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return valid().attributes().get(requireNonNull(name, "name"));
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(valid().attributes().names());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        requireNonNull(name, "name");
        if (value == null) {
            removeAttribute(name);
            return;
        }
        boolean kept = valid().isKept();
        exchange.requireClientCanLearn();
        if (!kept) {
            exchange.requireUncommitted();
        }
        SessionAttributes attributes = session.attributes();
        attributes.requireEncodable(name, value);
        announce();
        listeners.binding(this, name, attributes.get(name), value);
        Object before = attributes.put(name, value);
        if (!kept) {
            exchange.announceTicket();
        }
        listeners.changed(this, name, before, value);
    }

    @Override
    public void removeAttribute(String name) {
        LiveSession live = valid();
        exchange.requireClientCanLearn();
        Object before = live.attributes().remove(requireNonNull(name, "name"));
        listeners.changed(this, name, before, null);
    }

    @Override
    public void invalidate() {
        if (valid().isEnding()) {
            return;
        }
        exchange.requireClientCanLearn();
        boolean ended = session.end();
        try {
            if (ended) {
                tellOfEnd();
            }
        } finally {
            session.invalidate();
            exchange.invalidated(session);
        }
    }

    /** What a listener does to the session now is forgotten with it. */
    private void tellOfEnd() {
        if (announced.compareAndSet(true, false)) {
            listeners.destroyed(this);
        }
        session.attributes().names().forEach(this::removeAttribute);
    }

    private LiveSession valid() {
        if (!session.isValid()) {
            throw new IllegalStateException("the session was invalidated");
        }
        return session;
    }

    @Override
    public String toString() {
        return "HttpSession[" + session.attributes().names().size() + " attributes]";
    }
}
