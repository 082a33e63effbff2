package io.cloakroom.session;

import io.cloakroom.session.store.ExpiryEvents;
import io.cloakroom.session.store.ExpiryEvents.Subscription;
import jakarta.servlet.ServletContext;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells the listeners of a web application of sessions that have expired, from its start to its end. */
final class ExpiryWatch {

    private final @Nullable ExpiryEvents source;
    private final boolean evenUnheard;
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    /**
     * Begins with nothing told.
     *
     * @param source {@code null} if nothing is to be told
     * @param evenUnheard whether to tell if no listener is known: values of attributes may be listeners, too
     */
    ExpiryWatch(@Nullable ExpiryEvents source, boolean evenUnheard) {
        this.source = source;
        this.evenUnheard = evenUnheard;
    }

    /** To be called when a filter starts, which a filter that is mapped twice may do twice. */
    void begin(SessionSettings settings, ServletContext context) {
        if (source != null
                && subscription.get() == null
                && (evenUnheard || settings.listeners().hearOfEnds())) {
            ClassLoader loader = ListenerClasses.classLoader(context);
            subscription.set(source.onExpiry((key, last) -> {
                Thread thread = Thread.currentThread();
                ClassLoader own = thread.getContextClassLoader();
                thread.setContextClassLoader(loader);
                try {
                    settings.events().expired();
                    EndedSession.tell(key, last, settings, context);
                } finally {
                    thread.setContextClassLoader(own);
                }
            }));
        }
    }

    void end() {
        Subscription running = subscription.getAndSet(null);
        if (running != null) {
            running.close();
        }
    }
}
