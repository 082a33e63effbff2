package io.cloakroom.examples.myclothes.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;

/**
 * The account that a session belongs to.
 *
 * @param customerId the number of the account
 * @param name how the shop addresses the customer
 */
public record SignedIn(long customerId, String name) implements Serializable {

    private static final String ATTRIBUTE = "customer";

    /** Tells who sent a request; empty for a guest. */
    public static Optional<SignedIn> of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ATTRIBUTE) instanceof SignedIn customer
                ? Optional.of(customer)
                : Optional.empty();
    }

    /** Hands the session, and what is in the cart, to a customer. */
    static void begin(HttpServletRequest request, Customer customer) {
        HttpSession session = request.getSession();
        // whoever knew the guest's id must not be inside the account with it: session fixation
        request.changeSessionId();
        session.setAttribute(ATTRIBUTE, new SignedIn(customer.id(), customer.name()));
    }

    /** Ends the session. */
    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
