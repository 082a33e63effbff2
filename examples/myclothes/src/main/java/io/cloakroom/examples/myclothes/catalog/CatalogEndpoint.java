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

/** {@code GET /}: the catalogue by category, search and page. */
public final class CatalogEndpoint implements Endpoint {

    private final Catalog catalog;
    private final Pages pages;

    public CatalogEndpoint(Catalog catalog, Pages pages) {
        this.catalog = catalog;
        this.pages = pages;
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, SQLException {
        Form form = Form.of(request, "category", "q", "page");
        CatalogQuery query = new CatalogQuery(
                Category.ofSlug(form.value("category")).orElse(null),
                form.value("q"),
                form.number("page").orElse(1));
        pages.show(request, response, 200, "catalog.jte", Map.of("view", catalog.page(query)));
    }
}
