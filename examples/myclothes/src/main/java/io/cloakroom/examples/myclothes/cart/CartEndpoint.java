package io.cloakroom.examples.myclothes.cart;

import io.cloakroom.examples.myclothes.catalog.Catalog;
import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** {@code GET /cart}. */
public final class CartEndpoint implements Endpoint {

    private final Catalog catalog;
    private final Pages pages;

    public CartEndpoint(Catalog catalog, Pages pages) {
        this.catalog = catalog;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException, SQLException {
        show(request, response, 200, Form.of(Map.of()));
    }

    void show(HttpServletRequest request, HttpServletResponse response, int status, Form form)
            throws IOException, SQLException {
        CartView view = CartView.of(Carts.of(request), catalog);
        pages.show(request, response, status, "cart.jte", Map.of("cart", view, "form", form));
    }
}
