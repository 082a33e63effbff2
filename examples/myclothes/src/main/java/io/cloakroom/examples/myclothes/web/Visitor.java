package io.cloakroom.examples.myclothes.web;

import org.jspecify.annotations.Nullable;

/**
 * What the frame around every page shows about the shopper.
 *
 * @param customerId the account, or {@code null} for a guest
 * @param name the name of the account, or {@code null} for a guest
 * @param cartItems how many pieces are in the cart
 */
public record Visitor(@Nullable Long customerId, @Nullable String name, int cartItems) {

    public static final Visitor UNKNOWN = new Visitor(null, null, 0);

    /** To whom the forms of a page are given; see {@link FormTokens}. */
    String formOwner() {
        return customerId == null ? "guest" : "customer " + customerId;
    }
}
