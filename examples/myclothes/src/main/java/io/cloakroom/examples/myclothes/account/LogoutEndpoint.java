package io.cloakroom.examples.myclothes.account;

import io.cloakroom.examples.myclothes.cart.Carts;
import io.cloakroom.examples.myclothes.cart.SavedCarts;
import io.cloakroom.examples.myclothes.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Optional;

/** {@code POST /logout}. The cart waits for the customer; nobody else at this screen gets to see it. */
public final class LogoutEndpoint implements Endpoint {

    private final SavedCarts carts;

    public LogoutEndpoint(SavedCarts carts) {
        this.carts = carts;
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws SQLException {
        Optional<SignedIn> customer = SignedIn.of(request);
        if (customer.isPresent()) {
            carts.save(customer.get().customerId(), Carts.of(request));
        }
        SignedIn.end(request);
        Endpoint.seeOther(response, "/");
    }
}
