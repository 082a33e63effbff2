package io.cloakroom.examples.myclothes.checkout;

import io.cloakroom.examples.myclothes.account.SignedIn;
import io.cloakroom.examples.myclothes.cart.Cart;
import io.cloakroom.examples.myclothes.cart.CartLine;
import io.cloakroom.examples.myclothes.cart.CartView;
import io.cloakroom.examples.myclothes.cart.Carts;
import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code GET /checkout} asks where the order goes, {@code POST /checkout} places it. */
public final class CheckoutEndpoint implements Endpoint {

    private final Checkout checkout;
    private final Catalog catalog;
    private final Pages pages;

    public CheckoutEndpoint(Checkout checkout, Catalog catalog, Pages pages) {
        this.checkout = checkout;
        this.catalog = catalog;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Optional<SignedIn> customer = SignedIn.of(request);
        if (customer.isEmpty()) {
            Endpoint.seeOther(response, "/login?next=/checkout");
        } else if (Carts.of(request).isEmpty()) {
            Endpoint.seeOther(response, "/cart");
        } else {
            Form form = Form.of(Map.of("recipient", customer.get().name()));
            show(request, response, 200, Carts.of(request), form);
        }
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Optional<SignedIn> customer = SignedIn.of(request);
        Cart cart = Carts.of(request);
        if (customer.isEmpty()) {
            Endpoint.seeOther(response, "/login?next=/checkout");
        } else if (cart.isEmpty()) {
            Endpoint.seeOther(response, "/cart");
        } else {
            place(request, response, customer.get(), cart);
        }
    }

    private void place(HttpServletRequest request, HttpServletResponse response, SignedIn customer, Cart cart)
            throws IOException, SQLException {
        Form form = AddressForm.read(request);
        if (!form.isValid()) {
            show(request, response, 422, cart, form);
            return;
        }
        Placement placement = checkout.place(customer.customerId(), cart, AddressForm.address(form));
        catalog.stockChanged(cart.lines().stream().map(CartLine::sku).toList());
        if (placement instanceof Placement.Placed placed) {
            // after the commit: an instance that dies in between leaves the cart, and its id keeps it from being
            // ordered twice
            Carts.update(request, present -> present.minus(cart));
            Endpoint.seeOther(response, "/orders/" + placed.orderId() + "?placed=yes");
        } else if (placement instanceof Placement.TooFew tooFew) {
            tooFew.available().forEach((sku, stock) -> form.reject(sku.value(), tooFewMessage(stock)));
            show(request, response, HttpServletResponse.SC_CONFLICT, cart, form);
        }
    }

    private static String tooFewMessage(int stock) {
        return stock == 0 ? "Sold out a moment ago." : "Only " + stock + " left.";
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, Cart cart, Form form)
            throws IOException, SQLException {
        Map<String, Object> content = Map.of("cart", CartView.of(cart, catalog), "form", form);
        pages.show(request, response, status, "checkout.jte", content);
    }
}
