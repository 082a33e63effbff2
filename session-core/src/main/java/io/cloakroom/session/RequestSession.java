package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** What the application sees of a session: the rules of the Servlet specification around a {@link LiveSession}. */
final class RequestSession implements HttpSession {

    private final SessionExchange exchange;
    private final LiveSession session;

    RequestSession(SessionExchange exchange, LiveSession session) {
        this.exchange = exchange;
        this.session = session;
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
        boolean announced = valid().isKept();
        exchange.requireClientCanLearn();
        if (!announced) {
            exchange.requireUncommitted();
        }
        session.attributes().set(name, value);
        if (!announced) {
            exchange.announceTicket();
        }
    }

    @Override
    public void removeAttribute(String name) {
        LiveSession live = valid();
        exchange.requireClientCanLearn();
        live.attributes().remove(requireNonNull(name, "name"));
    }

    @Override
    public void invalidate() {
        LiveSession live = valid();
        exchange.requireClientCanLearn();
        exchange.invalidate(live);
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
