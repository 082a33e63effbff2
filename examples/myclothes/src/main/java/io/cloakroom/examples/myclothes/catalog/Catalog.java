package io.cloakroom.examples.myclothes.catalog;

import io.cloakroom.cache.CacheAside;
import io.cloakroom.cache.CacheException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the shop sells. Safe for use by many threads at once. */
public final class Catalog {

    private static final Logger log = System.getLogger(Catalog.class.getName());

    private final ProductTable table;
    private final CacheAside<String, Product> products;
    private final CacheAside<CatalogQuery, Listing> listings;

    /**
     * Creates the catalogue.
     *
     * @param table the products in the database
     * @param products remembers products by their codes
     * @param listings remembers which products are on which page
     */
    public Catalog(
            ProductTable table, CacheAside<String, Product> products, CacheAside<CatalogQuery, Listing> listings) {
        this.table = table;
        this.products = products;
        this.listings = listings;
    }

    CatalogPage page(CatalogQuery query) throws SQLException {
        Listing listing = listing(query);
        List<Product> found = listing.codes().stream()
                .map(products::get)
                .flatMap(Optional::stream)
                .toList();
        return new CatalogPage(query, found, listing.total(), listing.pages());
    }

    private Listing listing(CatalogQuery query) throws SQLException {
        // shoppers search for anything: remembering it would push out what is asked for often
        return query.isSearch() ? table.listing(query) : listings.get(query).orElseGet(Listing::empty);
    }

    /** Finds a product by its code. */
    public Optional<Product> product(String code) {
        return products.get(code);
    }

    /** Finds the product that a sku belongs to, if the product has that size. */
    public Optional<Product> product(Sku sku) {
        return product(sku.productCode()).filter(product -> product.variant(sku).isPresent());
    }

    /** Forgets what is remembered about products whose stock has changed. To be called after the commit. */
    public void stockChanged(Collection<Sku> skus) {
        try {
            products.invalidateAll(
                    skus.stream().map(Sku::productCode).distinct().toList());
        } catch (CacheException e) {
            // the order stands; the number beside the size is wrong until the entry's time to live ends
            log.log(Level.WARNING, "The cache did not confirm that stock has changed: {0}", e.getMessage());
        }
    }
}
