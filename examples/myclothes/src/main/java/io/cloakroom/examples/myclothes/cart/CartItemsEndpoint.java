package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.catalog.Product;
import io.cloakroom.examples.myclothes.catalog.Sku;
import io.cloakroom.examples.myclothes.catalog.Variant;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code POST /cart/items} adds pieces, {@code POST /cart/items/{sku}} sets how many are wanted. */
public final class CartItemsEndpoint implements Endpoint {

    private final Catalog catalog;
    private final Pages pages;
    private final CartEndpoint cartPage;

    public CartItemsEndpoint(Catalog catalog, Pages pages, CartEndpoint cartPage) {
        this.catalog = catalog;
        this.pages = pages;
        this.cartPage = cartPage;
    }

    @Override
    public void post(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        String path = Endpoint.pathTail(request);
        if (path.isEmpty()) {
            add(request, response);
        } else {
            set(path, request, response);
        }
    }

    private void add(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        Form form = Form.of(request, "sku", "quantity");
        Optional<Product> product = Sku.parse(form.value("sku")).flatMap(catalog::product);
        if (product.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Sku wanted = new Sku(form.value("sku"));
        int quantity = form.number("quantity").orElse(0);
        form.check("quantity", value -> isQuantity(quantity), "Choose from 1 to " + CartLine.MOST_PIECES + " pieces.");
        form.check(
                "sku",
                value -> product.get().variant(wanted).map(Variant::inStock).orElse(false),
                "This size is sold out at the moment.");
        if (!form.isValid()) {
            pages.show(request, response, 422, "product.jte", Map.of("product", product.get(), "form", form));
            return;
        }
        Carts.update(request, cart -> cart.plus(wanted, quantity));
        Endpoint.seeOther(response, "/cart");
    }

    private void set(String path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, SQLException {
        Optional<Sku> sku = Sku.parse(path);
        if (sku.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Form form = Form.of(request, "quantity", "remove");
        int quantity = form.value("remove").isEmpty() ? form.number("quantity").orElse(-1) : 0;
        if (quantity != 0 && !isQuantity(quantity)) {
            form.reject(path, "Choose from 0 to " + CartLine.MOST_PIECES + " pieces.");
            cartPage.show(request, response, 422, form);
            return;
        }
        // nothing to change for a visitor without a session, and so no reason to begin one
        if (!Carts.of(request).isEmpty()) {
            Carts.update(request, cart -> cart.with(sku.get(), quantity));
        }
        Endpoint.seeOther(response, "/cart");
    }

    private static boolean isQuantity(int quantity) {
        return quantity >= 1 && quantity <= CartLine.MOST_PIECES;
    }
}
