package io.cloakroom.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EventListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The session listeners of one web application that the filter's builder was not given. Containers tell nobody which
 * listeners they have, so that those declared for the container are found here a second time, and made a second time.
 * Used while the web application starts, which one thread does.
 */
final class ContextListeners {

    private static final String ATTRIBUTE = ContextListeners.class.getName();

    private final List<Class<?>> annotated = new ArrayList<>();
    private final List<EventListener> added = new ArrayList<>();
    private @Nullable List<EventListener> declared;
    private boolean complete;

    private ContextListeners() {}

    static ContextListeners of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof ContextListeners present) {
            return present;
        }
        ContextListeners listeners = new ContextListeners();
        context.setAttribute(ATTRIBUTE, listeners);
        return listeners;
    }

    void annotated(Collection<Class<?>> classes) {
        classes.stream().sorted(Comparator.comparing(Class::getName)).forEach(annotated::add);
    }

    void add(EventListener listener) {
        if (complete) {
            throw new IllegalStateException("the SessionFilter of this context has started: add listeners before");
        }
        added.add(listener);
    }

    /** Returns what was added, and from now on takes no more. */
    List<EventListener> added() {
        complete = true;
        return added;
    }

    /** Returns one instance of each class that the web application declares, in the order of the specification. */
    List<EventListener> declared(ServletContext context, SessionListeners known) throws ServletException {
        List<EventListener> made = declared;
        if (made == null) {
            made = new ArrayList<>();
            for (Class<? extends EventListener> type : declaredClasses(context)) {
                if (!known.hasInstanceOf(type) && ListenerClasses.isAlone(type)) {
                    made.add(context.createListener(type));
                }
            }
            declared = made;
        }
        return made;
    }

    private Set<Class<? extends EventListener>> declaredClasses(ServletContext context) throws ServletException {
        DeploymentDescriptor descriptor = DeploymentDescriptor.of(context);
        Set<Class<? extends EventListener>> types = new LinkedHashSet<>();
        for (String name : descriptor.listenerClasses()) {
            ListenerClasses.ifListener(ListenerClasses.load(name, context), types::add);
        }
        if (!descriptor.isComplete()) {
            annotated.forEach(type -> ListenerClasses.ifListener(type, types::add));
        }
        return types;
    }
}
