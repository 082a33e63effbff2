package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.util.EventListener;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What sessions can do beyond {@code HttpSession}. */
public final class Sessions {

    private Sessions() {}

    /**
     * Adds a session listener to the {@link SessionFilter} of a web application that is starting. For a listener that
     * the container has made and that listens to the context as well:
     *
     * <pre>{@code
     * public void contextInitialized(ServletContextEvent event) {
     *     Sessions.addListener(event.getServletContext(), this);
     * }
     * }</pre>
     *
     * @param context the context of the web application
     * @param listener as for {@link SessionFilterBuilder#listener}; told after those of the builder
     * @throws IllegalArgumentException if the listener does not listen to sessions
     * @throws IllegalStateException if a filter of this context has started
     */
    public static void addListener(ServletContext context, EventListener listener) {
        requireNonNull(context, "context");
        ContextListeners.of(context).add(requireListener(listener));
    }

    static EventListener requireListener(EventListener listener) {
        if (!SessionListeners.isListener(requireNonNull(listener, "listener").getClass())) {
            throw new IllegalArgumentException(
                    "listener must be an HttpSessionListener, HttpSessionAttributeListener or"
                            + " HttpSessionIdListener: " + listener.getClass().getName());
        }
        return listener;
    }

    /**
     * Changes an attribute so that no concurrent change of it is lost, on whichever instance it happens: reads the
     * value, applies a function to it, and saves the result if nobody else has saved another one meanwhile; else does
     * so again with what the other one saved. Creates the session if there is none.
     *
     * <pre>{@code
     * Cart cart = Sessions.update(request, "cart", Cart.class, Cart::new, c -> c.add(item));
     * }</pre>
     *
     * <p>On return the result is stored and is what {@code getAttribute} returns. References to the attribute that were
     * obtained before are stale. Costs one round trip, one more for each conflict, one more if the request has changed
     * the session before. In a session that was created by this very request nothing can conflict: it costs nothing and
     * is saved with the rest.
     *
     * @param <T> the type of the attribute
     * @param request a request that has passed the {@link SessionFilter}
     * @param name the name of the attribute
     * @param type the class of its values
     * @param initial makes the value to start from if the attribute is absent
     * @param change returns the new value: its argument, changed, or another object. <b>May run several times</b>, each
     *     time on another copy, so it must have no effect beyond that copy
     * @return the value that was saved
     * @throws ClassCastException if the attribute is of another type
     * @throws SessionConflictException if other requests were faster until the filter's budget was used up
     * @throws SessionEndedException if the session was ended by another request meanwhile
     * @throws IllegalStateException if the request has not passed a {@link SessionFilter}, or a session must be created
     *     and the response is committed
     * @throws io.cloakroom.session.codec.AttributeCodecException if the value cannot be encoded or decoded
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the store does not answer; whether the
     *     change was saved is unknown then
     */
    public static <T> T update(
            ServletRequest request,
            String name,
            Class<T> type,
            Supplier<? extends T> initial,
            UnaryOperator<T> change) {
        requireNonNull(request, "request");
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        requireNonNull(initial, "initial");
        requireNonNull(change, "change");
        return SessionExchange.of(request).update(name, type, initial, change);
    }
}
