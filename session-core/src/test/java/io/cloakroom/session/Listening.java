package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/** An attribute value that listens itself, and writes into the log of its context. */
final class Listening implements HttpSessionBindingListener, HttpSessionActivationListener, Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private transient boolean active = true;

    Listening(String name) {
        this.name = name;
    }

    static void to(EventLog log, ServletContext context) {
        context.setAttribute("log", log);
    }

    boolean isActive() {
        return active;
    }

    @Override
    public void valueBound(HttpSessionBindingEvent event) {
        note(event.getSession(), "bound as " + event.getName() + ", now " + now(event));
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        note(event.getSession(), "unbound as " + event.getName() + ", now " + now(event));
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
        active = true;
        note(event.getSession(), "activated");
    }

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
        active = false;
        note(event.getSession(), "passivated");
    }

    @Override
    public String toString() {
        return name;
    }

    private static Object now(HttpSessionBindingEvent event) {
        return String.valueOf(event.getSession().getAttribute(event.getName()));
    }

    private void note(HttpSession session, String line) {
        EventLog log = (EventLog) requireNonNull(session.getServletContext().getAttribute("log"));
        log.note(name + " " + line);
    }
}
