package io.cloakroom.examples.myclothes.catalog;

import java.util.List;

/**
 * A page of the catalogue.
 *
 * @param query what was asked for
 * @param products what is on the page
 * @param total how many products there are on all pages
 * @param pages how many pages there are, at least one
 */
public record CatalogPage(CatalogQuery query, List<Product> products, int total, int pages) {

    public String title() {
        Category category = query.category();
        return category == null ? "Clothes that stay with you" : category.title();
    }

    public boolean hasNext() {
        return query.page() < pages;
    }

    public boolean hasPrevious() {
        return query.page() > 1;
    }
}
