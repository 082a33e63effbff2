package io.cloakroom.session;

import static java.util.Objects.requireNonNull;

import io.cloakroom.session.store.SessionOwner;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
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
     * Makes the session of a request that of a user who has just proved who he is, labelled with the request's
     * {@code User-Agent}.
     *
     * @param request a request that has passed the {@link SessionFilter}
     * @param principal the name of the user, 1 to 1,000 characters; not shown to clients, but stored in plain text
     * @throws IllegalArgumentException if {@code principal} is empty or longer
     * @throws IllegalStateException as {@link #logIn(HttpServletRequest, String, String)}
     * @throws TooManySessionsException as {@link #logIn(HttpServletRequest, String, String)}
     * @see #logIn(HttpServletRequest, String, String)
     */
    public static void logIn(HttpServletRequest request, String principal) {
        String agent = request.getHeader("User-Agent");
        String device = agent == null ? "" : agent;
        logIn(request, principal, device.substring(0, Math.min(device.length(), SessionOwner.MAX_DEVICE)));
    }

    /**
     * Makes the session of a request that of a user who has just proved who he is. Gives the session a new id, so that
     * whoever knew the old one is not logged in with the user, and creates a session if there is none. What is in the
     * session stays, unless it belongs to another user: that one's session is ended, and a new one begins.
     *
     * <p>From the save of the session on, which is before the response begins, {@link SessionAdministration} finds it,
     * it counts for {@link SessionFilterBuilder#maxSessionsPerPrincipal}, and {@link NotBefore} is asked for the user.
     * A log-out is {@code HttpSession.invalidate()}. Logging the same user in again starts his session anew as to its
     * id, time and label; doing so in the same request changes nothing.
     *
     * <p>Costs nothing but the save without a limit. With a limit it costs one call of the store, with
     * {@link SessionLimitPolicy#END_OLDEST} another one after the save, and two for each session that is ended.
     *
     * @param request a request that has passed the {@link SessionFilter}
     * @param principal the name of the user, 1 to 1,000 characters; not shown to clients, but stored in plain text
     * @param device what the user is to recognise the session by in a list; at most 200 characters, may be empty
     * @throws IllegalArgumentException if {@code principal} or {@code device} is out of its range
     * @throws IllegalStateException if the request has not passed a {@link SessionFilter}, or the response is committed
     * @throws TooManySessionsException if the user has as many sessions as the filter allows, and the filter rejects
     *     more; nothing is changed then
     * @throws io.cloakroom.session.store.SessionStoreUnavailableException if the store is needed and does not answer
     */
    public static void logIn(HttpServletRequest request, String principal, String device) {
        requireNonNull(request, "request");
        requireNonNull(principal, "principal");
        requireNonNull(device, "device");
        SessionExchange.of(request).logIn(principal, device);
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
