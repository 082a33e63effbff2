package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.session.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.UnaryOperator;

/** The cart of whoever sent a request, in the HTTP session. */
public final class Carts {

    private static final String ATTRIBUTE = "cart";

    private Carts() {}

    /** Looks into the cart. A visitor without a session has an empty one and gets no session for it. */
    public static Cart of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof Cart cart ? cart : Cart.empty();
    }

    /**
     * Changes the cart, and begins a session if there is none.
     *
     * @param change applied again if another request has changed the cart meanwhile, and so free of side effects
     */
    public static Cart update(HttpServletRequest request, UnaryOperator<Cart> change) {
        return Sessions.update(request, ATTRIBUTE, Cart.class, Cart::empty, change);
    }
}
