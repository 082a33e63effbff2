package io.cloakroom.session;

import static java.util.Objects.requireNonNullElse;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextAttributeListener;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletRequestListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;

/** What can be told of a listener by its class. */
final class ListenerClasses {

    private static final Logger log = System.getLogger(ListenerClasses.class.getName());
    private static final List<Class<? extends EventListener>> OTHER_KINDS = List.of(
            ServletContextListener.class,
            ServletContextAttributeListener.class,
            ServletRequestListener.class,
            ServletRequestAttributeListener.class);

    private ListenerClasses() {}

    static Class<?> load(String name, ServletContext context) throws ServletException {
        try {
            return Class.forName(name, false, classLoader(context));
        } catch (ClassNotFoundException e) {
            throw new ServletException("web.xml names a listener that cannot be loaded: " + name, e);
        }
    }

    /** Returns a loader of the web application's classes. Not every context has one: an embedded Jetty's has none. */
    static ClassLoader classLoader(ServletContext context) {
        ClassLoader ofContext = context.getClassLoader();
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return requireNonNullElse(ofContext != null ? ofContext : ofThread, SessionFilter.class.getClassLoader());
    }

    static void ifListener(Class<?> type, Consumer<Class<? extends EventListener>> action) {
        if (SessionListeners.isListener(type)) {
            action.accept(type.asSubclass(EventListener.class));
        }
    }

    /**
     * Tells whether a class listens to nothing but sessions. The container has an instance of its own of each, and
     * tells that one of everything else: a second one would not know what the first one was told.
     */
    static boolean isAlone(Class<?> type) {
        boolean alone = OTHER_KINDS.stream().noneMatch(kind -> kind.isAssignableFrom(type));
        if (!alone) {
            log.log(
                    Level.WARNING,
                    () -> type.getName() + " listens to more than sessions and is not told of any: give the instance"
                            + " that shall be told to SessionFilterBuilder.listener or Sessions.addListener");
        }
        return alone;
    }
}
