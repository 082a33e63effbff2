package io.cloakroom.session;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.annotation.WebListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the {@link SessionFilter} know the classes that are annotated with {@link WebListener}. Containers that look for
 * annotations find and run it; applications have no use for it.
 */
@HandlesTypes(WebListener.class)
public final class AnnotatedListeners implements ServletContainerInitializer {

    /** Called by the container. */
    public AnnotatedListeners() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if (classes != null) {
            ContextListeners.of(context).annotated(classes);
        }
    }
}
