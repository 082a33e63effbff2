package io.cloakroom.examples.myclothes.account;

import io.cloakroom.examples.myclothes.cart.Cart;
import io.cloakroom.examples.myclothes.cart.Carts;
import io.cloakroom.examples.myclothes.cart.SavedCarts;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code GET /login} and {@code POST /login}. */
public final class LoginEndpoint implements Endpoint {

    private final Accounts accounts;
    private final SavedCarts carts;
    private final Pages pages;

    public LoginEndpoint(Accounts accounts, SavedCarts carts, Pages pages) {
        this.accounts = accounts;
        this.carts = carts;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, 200, Form.of(request, "next"));
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Form form = Form.of(request, "email", "next");
        Optional<Customer> customer = accounts.authenticate(form.value("email"), Credentials.password(request));
        if (customer.isEmpty()) {
            // the same words for both, so that nobody learns who has an account
            form.reject("password", "There is no account with this e-mail address and password.");
            show(request, response, 422, form);
            return;
        }
        SignedIn.begin(request, customer.get());
        bringCart(request, customer.get());
        Endpoint.seeOther(response, Destination.of(form));
    }

    /** Joins the guest's cart with the one that was kept at the last log-out. */
    private void bringCart(HttpServletRequest request, Customer customer) throws SQLException {
        Cart saved = carts.find(customer.id());
        if (!saved.isEmpty()) {
            Carts.update(request, cart -> cart.mergedWith(saved));
            // last: if it fails, the cart is merged once more, which changes nothing
            carts.delete(customer.id());
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, Form form)
            throws IOException {
        pages.show(request, response, status, "login.jte", Map.of("form", form));
    }
}
