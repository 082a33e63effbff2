package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.SessionException;
import io.cloakroom.session.store.SessionMetadata;
import io.cloakroom.session.store.SessionRecord;
import io.cloakroom.session.store.StoreKey;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of the application see of a session that has expired, or that somebody else than its user has
 * ended. It can be read; what they do to it is forgotten. Its id is the text of its store key: nobody knows the id that
 * its client had.
 */
final class EndedSession implements HttpSession {

    private static final Logger log = System.getLogger(EndedSession.class.getName());

    private final StoreKey key;
    private final SessionMetadata metadata;
    private final SessionAttributes attributes;
    private final SessionListeners listeners;
    private final ServletContext context;
    private volatile boolean over;

    private EndedSession(StoreKey key, SessionRecord last, SessionSettings settings, ServletContext context) {
        this.key = key;
        this.metadata = last.metadata();
        this.attributes = SessionAttributes.of(
                last, settings.format(), settings.policies(), ListenerClasses.classLoader(context));
        this.listeners = settings.listeners();
        this.context = context;
        attributes.activateBy(Activation.of(this, listeners));
    }

    /** Tells the listeners of a web application, as they are told of a session that a request ends. */
    static void tell(StoreKey key, SessionRecord last, SessionSettings settings, ServletContext context) {
        new EndedSession(key, readable(key, last, settings), settings, context).tell();
    }

    /** A session that does not open is told of all the same, without its attributes. */
    private static SessionRecord readable(StoreKey key, SessionRecord last, SessionSettings settings) {
        SessionRecord readable = null;
        try {
            readable = settings.repository().readable(key, last);
        } catch (SessionException e) {
            log.log(Level.DEBUG, "The attributes of a session that has ended cannot be read here", e);
        }
        return readable != null ? readable : new SessionRecord(last.metadata(), Map.of());
    }

    private void tell() {
        listeners.destroyed(this);
        attributes.names().forEach(this::removeAttribute);
        over = true;
    }

    @Override
    public String getId() {
        return key.value();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public long getCreationTime() {
        return valid().createdAt().toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return valid().lastAccessedAt().toEpochMilli();
    }

    @Override
    public boolean isNew() {
        valid();
        return false;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        // it is over: there is nothing to prolong
    }

    @Override
    public int getMaxInactiveInterval() {
        return (int) Math.min(Integer.MAX_VALUE, metadata.maxInactiveInterval().toSeconds());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        valid();
        return attributes.get(requireNonNull(name, "name"));
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        valid();
        return Collections.enumeration(attributes.names());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        valid();
        if (value == null) {
            removeAttribute(name);
        } else {
            attributes.put(requireNonNull(name, "name"), value);
        }
    }

    @Override
    public void removeAttribute(String name) {
        valid();
        Object before = attributes.remove(requireNonNull(name, "name"));
        listeners.changed(this, name, before, null);
    }

    /** Does nothing: it is ending already. */
    @Override
    public void invalidate() {
        valid();
    }

    private SessionMetadata valid() {
        if (over) {
            throw new IllegalStateException("the session has ended");
        }
        return metadata;
    }

    @Override
    public String toString() {
        return "EndedSession[" + key + "]";
    }
}
