package io.cloakroom.examples.myclothes.catalog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A shelf of the shop. */
public enum Category {
    TOPS("Tops"),
    KNITWEAR("Knitwear"),
    TROUSERS("Trousers"),
    DRESSES("Dresses & skirts"),
    OUTERWEAR("Outerwear");

    private final String title;

    Category(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** What names the category in addresses and in the database. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Category> ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(category -> category.slug().equals(slug))
                .findFirst();
    }
}
