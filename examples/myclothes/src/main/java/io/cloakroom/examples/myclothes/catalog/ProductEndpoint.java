package io.cloakroom.examples.myclothes.catalog;

import io.cloakroom.examples.myclothes.web.Endpoint;
import io.cloakroom.examples.myclothes.web.Form;
import io.cloakroom.examples.myclothes.web.Pages;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** {@code GET /products/{sku}}: a product, with the size of the address chosen. */
public final class ProductEndpoint implements Endpoint {

    private final Catalog catalog;
    private final Pages pages;

    public ProductEndpoint(Catalog catalog, Pages pages) {
        this.catalog = catalog;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, SQLException {
        String sku = Endpoint.pathTail(request);
        Optional<Product> product = Sku.parse(sku).flatMap(catalog::product);
        if (product.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Form form = Form.of(Map.of("sku", sku, "quantity", "1"));
        pages.show(request, response, 200, "product.jte", Map.of("product", product.get(), "form", form));
    }
}
