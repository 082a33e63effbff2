package io.cloakroom.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener of every kind that notes what it is told, and what it can read meanwhile. */
final class EventLog implements HttpSessionListener, HttpSessionAttributeListener, HttpSessionIdListener {

    private final String name;
    private final List<String> lines;

    EventLog() {
        this("", new CopyOnWriteArrayList<>());
    }

    private EventLog(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** Returns another listener that writes into the same log. */
    EventLog named(String other) {
        return new EventLog(other, lines);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void forget() {
        lines.clear();
    }

    void note(String line) {
        lines.add(name + line);
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        note("created " + attributes(event.getSession()));
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        note("destroyed " + attributes(event.getSession()));
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        note("added " + event.getName() + "=" + event.getValue() + ", now " + now(event));
    }

    @Override
    public void attributeRemoved(HttpSessionBindingEvent event) {
        note("removed " + event.getName() + "=" + event.getValue() + ", now " + now(event));
    }

    @Override
    public void attributeReplaced(HttpSessionBindingEvent event) {
        note("replaced " + event.getName() + "=" + event.getValue() + ", now " + now(event));
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
        boolean changed = !oldSessionId.equals(event.getSession().getId());
        note("id changed " + changed + " from " + oldSessionId.length() + " characters");
    }

    private static Object now(HttpSessionBindingEvent event) {
        return String.valueOf(event.getSession().getAttribute(event.getName()));
    }

    private static Object attributes(HttpSession session) {
        return new TreeSet<>(Collections.list(session.getAttributeNames()).stream()
                .map(each -> each + "=" + session.getAttribute(each))
                .toList());
    }
}
