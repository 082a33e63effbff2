package io.cloakroom.examples.myclothes.catalog;

import java.io.Serializable;
import java.util.List;

/**
 * Which products are on a page of the catalogue.
 *
 * @param codes the products of the page, in order
 * @param total how many there are on all pages
 */
public record Listing(List<String> codes, int total) implements Serializable {

    public Listing {
        codes = List.copyOf(codes);
    }

    static Listing empty() {
        return new Listing(List.of(), 0);
    }

    int pages() {
        return Math.max(1, (total + CatalogQuery.PAGE_SIZE - 1) / CatalogQuery.PAGE_SIZE);
    }
}
